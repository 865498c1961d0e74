//! Writing the synthetic programme, or reading a given one, failed.

use std::{io, path::Path};

/// What went wrong, with the file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("failed to {doing} {path}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: String,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// The folder of given data lacks something.
    #[error(
        "{0} is not there; name a folder laid out as docs/data.md says, or leave --data away to use synthetic data"
    )]
    NotThere(String),
    /// A FASTQ file whose first read has no Illumina name.
    #[error("the first read of {0} has no Illumina name (instrument:run:flowcell:lane:tile:x:y)")]
    NoOrigin(String),
    /// A file that should hold a signing key and holds none.
    #[error("{0} holds no Ed25519 key")]
    NoKey(String),
}

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}
