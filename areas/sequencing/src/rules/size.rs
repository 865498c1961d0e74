//! Size and check sums are those of the manifest.

use super::{Delivered, line};
use crate::words::Reason;

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let missing = delivered.missing.iter();
    let mut reasons: Vec<Reason> = missing
        .map(|file| Reason::Missing { file: file.clone() })
        .collect();
    for found in delivered.reports.iter().flat_map(|r| r.files()) {
        let Some(said) = line(delivered.manifest, &found.name) else {
            continue;
        };
        let file = found.name.clone();
        if found.bytes != said.bytes {
            reasons.push(Reason::Size {
                file,
                expected: said.bytes,
                found: found.bytes,
            });
        } else if found.sha256 != said.sha256.as_str() {
            reasons.push(Reason::Sha256 {
                file,
                found: found.sha256.clone(),
            });
        } else if said
            .md5
            .as_ref()
            .is_some_and(|md5| !md5.eq_ignore_ascii_case(&found.md5))
        {
            reasons.push(Reason::Md5 {
                file,
                found: found.md5.clone(),
            });
        }
    }
    reasons
}
