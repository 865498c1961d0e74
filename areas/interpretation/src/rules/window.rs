//! How much of the reads around a finding may be looked at.

use std::ops::RangeInclusive;

use crate::words::Finding;

/// Bases kept on each side of a finding when its run is interpreted. Nothing beyond can be asked for.
pub const KEPT: u64 = 500;
/// Bases shown on each side unless a reader asks for others.
pub const SHOWN: u64 = 250;
/// Bases on each side that the viewer begins with: wide enough for a read, narrow enough to see a base.
pub const BEGUN: u64 = 60;
/// Bases on each side that are drawn without a script.
pub const DRAWN: u64 = 8;

/// The range of GRCh38 within `flank` bases of a finding.
#[must_use]
pub fn around(finding: &Finding, flank: u64) -> RangeInclusive<u64> {
    finding.pos.saturating_sub(flank).max(1)..=last(finding) + flank
}

fn last(finding: &Finding) -> u64 {
    finding.pos + (finding.reference.len() as u64).saturating_sub(1)
}

/// The range a reader asks for; `None` if it reaches beyond what was kept around the finding.
#[must_use]
pub fn asked(finding: &Finding, from: Option<u64>, to: Option<u64>) -> Option<RangeInclusive<u64>> {
    let (shown, kept) = (around(finding, SHOWN), around(finding, KEPT));
    let from = from.unwrap_or(*shown.start());
    let to = to.unwrap_or(*shown.end());
    let inside = from <= to && kept.contains(&from) && kept.contains(&to);
    inside.then_some(from..=to)
}

/// Contig and position of a record as its file writes them: `chr7_55000000:191822 T>G`.
#[must_use]
pub fn written(record: &str) -> Option<(&str, u64)> {
    let (place, _) = record.split_once(' ')?;
    let (contig, pos) = place.rsplit_once(':')?;
    Some((contig, pos.parse().ok()?))
}
