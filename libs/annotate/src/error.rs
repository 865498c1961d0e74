//! What can go wrong, each naming the file or the place.

use std::path::{Path, PathBuf};

/// A failure of this crate; reads after "failed to".
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("read or write {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("understand {path}: {what}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The reference allele of a variant is not what the genome has there: wrong genome build or a damaged file.
    #[error(
        "match the reference allele at {contig}:{pos}: the genome has {genome}, the variant says {stated}"
    )]
    RefMismatch {
        /// Contig as given.
        contig: String,
        /// 1-based position as given.
        pos: u64,
        /// Bases of the genome.
        genome: String,
        /// Bases of the variant.
        stated: String,
    },
    /// The place lies outside the genome that is loaded.
    #[error("find {contig}:{pos} in the loaded genome")]
    Outside {
        /// Contig as given.
        contig: String,
        /// 1-based position as given.
        pos: u64,
    },
    /// The consequence engine failed.
    #[error("derive the consequence: {0}")]
    Engine(#[from] vareffect::VarEffectError),
    /// A VCF cannot be read.
    #[error("read variants: {0}")]
    Variants(#[from] variants::Error),
}

impl Error {
    /// A fault of reading or writing a file.
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// A file that is not what it should be.
    pub fn malformed(path: &Path, what: impl Into<String>) -> Self {
        Self::Malformed {
            path: path.to_owned(),
            what: what.into(),
        }
    }
}
