//! One pass over every pair of files, off the async threads.

use std::path::PathBuf;

use anyhow::Context as _;
use readqc::{NameRule, PairReport};

use super::places::Found;
use crate::decide::delivery::State;

/// Reads the pairs of a delivery one after the other; a first mate without its second is read alone.
pub(super) async fn pairs(delivery: &State, files: &Found) -> anyhow::Result<Vec<PairReport>> {
    let path = |name: &str| {
        files
            .present
            .iter()
            .find(|(f, _)| f.name == name)
            .map(|(_, path)| path.clone())
    };
    let pairs = delivery.manifest.pairs().unwrap_or_default();
    let work: Vec<(PathBuf, Option<PathBuf>)> = pairs
        .into_iter()
        .filter_map(|(r1, r2)| Some((path(&r1.name)?, path(&r2.name))))
        .collect();
    let id = delivery.id.clone();
    let read = move || -> anyhow::Result<Vec<PairReport>> {
        let mut reports = Vec::new();
        for (r1, r2) in work {
            let report = readqc::intake(&r1, r2.as_deref(), NameRule::Illumina, &mut |bytes| {
                tracing::debug!(delivery = id, bytes, "intake");
            });
            reports.push(report.context("failed to read a delivered file")?);
        }
        Ok(reports)
    };
    tokio::task::spawn_blocking(read).await?
}
