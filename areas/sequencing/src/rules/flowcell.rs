//! Machine, run, flow cell and lane of every read name are those of the manifest: reads of another order stop here.

use super::{Delivered, line};
use crate::words::Reason;

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let manifest = delivered.manifest;
    let mut reasons = Vec::new();
    for file in delivered.reports.iter().flat_map(|r| r.files()) {
        let Some(said) = line(manifest, &file.name) else {
            continue;
        };
        let expected = manifest.reads_begin(said);
        let found = file
            .origins
            .iter()
            .map(|o| format!("{}:{}:{}:{}", o.instrument, o.run, o.flowcell, o.lane));
        if let Some(found) = found.into_iter().find(|found| *found != expected) {
            reasons.push(Reason::Origin {
                file: file.name.clone(),
                expected,
                found,
            });
        }
    }
    reasons
}
