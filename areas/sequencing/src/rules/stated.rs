//! What the vendor measured is what we measure: another figure means that other files were measured.

use readqc::FileReport;

use super::{Delivered, line};
use crate::words::Reason;

/// Points of a per cent by which rounding and counting may differ.
const TOLERANCE: f64 = 1.0;

/// Adapters and duplicates are estimates, and every tool has its own: they are kept in the manifest and not compared.
pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let whole = delivered.reports.iter().filter(|r| r.faults.is_empty());
    let of = |file: &FileReport| {
        let stated = line(delivered.manifest, &file.name).map(|l| l.stated);
        let stated = stated.unwrap_or_default();
        let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
        let pairs = [
            ("q30", stated.q30, share(file.q30, file.bases)),
            ("gc", stated.gc, share(file.gc, file.bases - file.n)),
            ("n", stated.n_pct, share(file.n, file.bases)),
        ];
        pairs.into_iter().find_map(|(measure, said, found)| {
            let said = said.filter(|said| (said - found).abs() > TOLERANCE || !said.is_finite())?;
            Some(Reason::Stated {
                file: file.name.clone(),
                measure: measure.to_owned(),
                expected: said,
                found,
            })
        })
    };
    whole.flat_map(|r| r.files()).filter_map(of).collect()
}
