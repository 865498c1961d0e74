//! The content is whole gzip, whole FASTQ, and a pair; the counts are those of the manifest.

use super::{Delivered, line};
use crate::words::Reason;

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for report in delivered.reports {
        reasons.extend(report.faults.iter().map(|fault| Reason::Content {
            file: fault.file.clone(),
            problem: fault.problem.clone(),
        }));
        if !report.faults.is_empty() {
            continue;
        }
        for found in report.files() {
            let said = line(delivered.manifest, &found.name);
            let counts = [
                (said.and_then(|s| s.reads), found.reads),
                (said.and_then(|s| s.bases), found.bases),
            ];
            let wrong = counts
                .iter()
                .find(|(said, found)| said.is_some_and(|said| said != *found));
            if let Some((Some(expected), counted)) = wrong {
                reasons.push(Reason::Counts {
                    file: found.name.clone(),
                    expected: *expected,
                    found: *counted,
                });
            }
        }
    }
    reasons
}
