//! Reads in against reads out.

use std::io::BufRead;

use readqc::ReadsDigest;
use serde_json::{Value, json};

use super::flags;

/// `--lane READ_QC_JSON … --sample S --out JSON`, SAM on standard input.
///
/// # Errors
/// If the two multisets differ.
pub fn run(arguments: &[String], sam: impl BufRead) -> Result<Value, String> {
    let pairs = flags::parse(arguments, &["lane", "sample", "out"])?;
    let (sample, out) = (flags::one(&pairs, "sample")?, flags::one(&pairs, "out")?);
    let given = flags::all(&pairs, "lane")
        .map(delivered)
        .try_fold(ReadsDigest::default(), |sum, lane| {
            lane.map(|lane| sum.and(lane))
        })?;
    let kept = readqc::reads_digest_of_sam(sam)
        .map_err(|e| format!("failed to read the alignment of {sample}: {e}"))?;
    if given != kept {
        return Err(format!(
            "reads were not conserved: {sample} was delivered as {given} and aligned as {kept}"
        ));
    }
    let value = json!({"reads_in": given.reads(), "reads_out": kept.reads(), "digest": given, "same": true});
    std::fs::write(out, value.to_string()).map_err(|e| format!("failed to write {out}: {e}"))?;
    Ok(value)
}

fn delivered(path: &str) -> Result<ReadsDigest, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("failed to read {path}: {e}"))?;
    let report: Value =
        serde_json::from_str(&text).map_err(|e| format!("{path} is not JSON: {e}"))?;
    serde_json::from_value(report.get("digest").cloned().unwrap_or_default())
        .map_err(|e| format!("{path} has no digest: {e}"))
}
