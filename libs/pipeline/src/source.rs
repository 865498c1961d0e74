//! The WDL files that this program carries, and the list of digests that says which may run.

use std::path::Path;

use crate::{Error, files};

macro_rules! carried {
    ($($path:literal),* $(,)?) => {
        /// Path inside `pipelines/` and text.
        pub const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../../pipelines/", $path)))),*];
    };
}

carried![
    "germline.wdl",
    "overhead.wdl",
    "pair.wdl",
    "sample.wdl",
    "trio.wdl",
    "tasks/align.wdl",
    "tasks/alignment_stats.wdl",
    "tasks/call_germline.wdl",
    "tasks/candidates.wdl",
    "tasks/compare.wdl",
    "tasks/conserve.wdl",
    "tasks/coverage.wdl",
    "tasks/duplicates.wdl",
    "tasks/gather_germline.wdl",
    "tasks/identity_pair.wdl",
    "tasks/identity_single.wdl",
    "tasks/identity_trio.wdl",
    "tasks/inherit.wdl",
    "tasks/lift.wdl",
    "tasks/nothing.wdl",
    "tasks/read_qc.wdl",
    "tasks/regenotype.wdl",
    "tasks/sketch.wdl",
    "tasks/somatic.wdl",
    "tasks/sv_germline.wdl",
    "tasks/sv_pair.wdl",
    "tasks/tmb.wdl",
];

/// The reviewed list: `sha256<TAB>path`, one line per file.
pub const DIGESTS: &str = include_str!("../../../pipelines/digests.tsv");

/// Digest of the reviewed list: names the pipeline as a whole.
pub fn digest() -> String {
    files::sha256_of(DIGESTS.as_bytes())
}

/// What the list should say for the files as they are.
pub fn list() -> String {
    FILES
        .iter()
        .map(|(path, text)| format!("{}\t{path}\n", files::sha256_of(text.as_bytes())))
        .collect()
}

/// Writes the files to `directory`.
///
/// # Errors
/// If a file is not the one that was reviewed, or cannot be written.
pub fn write_to(directory: &Path) -> Result<(), Error> {
    check(FILES, DIGESTS)?;
    files::remove(directory)?;
    files::directory(&directory.join("tasks"))?;
    FILES
        .iter()
        .try_for_each(|(path, text)| files::write(&directory.join(path), text))
}

/// Every file stands in the list with its own digest.
///
/// # Errors
/// Names the first file that does not.
pub fn check(carried: &[(&str, &str)], reviewed: &str) -> Result<(), Error> {
    for (path, text) in carried {
        let line = format!("{}\t{path}", files::sha256_of(text.as_bytes()));
        if !reviewed.lines().any(|known| known == line) {
            return Err(Error::Engine(format!(
                "{path} is not the file that was reviewed: its digest is not in pipelines/digests.tsv"
            )));
        }
    }
    Ok(())
}
