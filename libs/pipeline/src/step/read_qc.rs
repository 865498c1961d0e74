//! One lane as delivered.

use std::path::Path;

use readqc::{NameRule, PairReport};
use serde_json::{Value, json};

use super::flags;

/// What comes before the fault on standard error: the run turns it into sentences.
pub(crate) const AT_FAULT: &str = "reads at fault: ";

/// `--r1 FASTQ --r2 FASTQ --lane ID --out JSON`
///
/// # Errors
/// If a file has a fault: the pipeline does not go on with reads that are not what they should be.
pub fn run(arguments: &[String]) -> Result<Value, String> {
    let pairs = flags::parse(arguments, &["r1", "r2", "lane", "out"])?;
    let (r1, r2) = (flags::one(&pairs, "r1")?, flags::one(&pairs, "r2")?);
    let report = readqc::intake(
        Path::new(r1),
        Some(Path::new(r2)),
        NameRule::default(),
        &mut |_| {},
    )
    .map_err(|e| format!("failed to read {r1}, {r2}: {e}"))?;
    if let Some(fault) = report.faults.first() {
        return Err(format!("{AT_FAULT}{}", json!(fault)));
    }
    let value = tell(flags::one(&pairs, "lane")?, &report);
    let out = flags::one(&pairs, "out")?;
    std::fs::write(out, value.to_string()).map_err(|e| format!("failed to write {out}: {e}"))?;
    Ok(value)
}

fn tell(lane: &str, report: &PairReport) -> Value {
    let sum = |part: fn(&readqc::FileReport) -> u64| report.files().map(part).sum::<u64>();
    let (reads, bases) = (sum(|f| f.reads), sum(|f| f.bases));
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            0.0
        } else {
            part as f64 / whole as f64
        }
    };
    let quality = |file: &readqc::FileReport| {
        file.cycles
            .iter()
            .map(readqc::Cycle::mean_quality)
            .map(|q| (q * 100.0).round() / 100.0)
            .collect::<Vec<_>>()
    };
    json!({
        "lane": lane,
        "reads": reads,
        "bases": bases,
        "q30": share(sum(|f| f.q30), bases),
        "gc": share(sum(|f| f.gc), bases - sum(|f| f.n)),
        "n": share(sum(|f| f.n), bases),
        "adapter": share(sum(|f| f.adapter_reads), reads),
        "duplicates": report.duplicate_share(),
        "insert_median": report.inserts.median,
        "quality_by_cycle": report.files().map(quality).collect::<Vec<_>>(),
        "digest": report.digest,
        "files": report.files().map(|f| json!({"name": f.name, "sha256": f.sha256, "bytes": f.bytes})).collect::<Vec<_>>(),
    })
}
