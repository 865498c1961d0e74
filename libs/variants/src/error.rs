//! What can go wrong with the files: every variant names the file and, where there is one, the record.

use std::path::{Path, PathBuf};

/// Why a kernel stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be opened or read.
    #[error("failed to read {path}: {source}")]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("failed to write {path}: {source}")]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },
    /// A line does not have the form it must have.
    #[error("failed to understand {path}, line {line}: {message}")]
    Malformed {
        path: PathBuf,
        line: u64,
        message: String,
    },
    /// A record was made on another reference.
    #[error(
        "REF does not match the reference: {path}, line {line}, {contig}:{pos}: expected {expected}, found {found}"
    )]
    ReferenceMismatch {
        path: PathBuf,
        line: u64,
        contig: String,
        pos: u64,
        expected: String,
        found: String,
    },
    /// A record stands outside the reference.
    #[error("{path}, line {line}: {contig}:{pos} is not in the reference{detail}")]
    OutsideReference {
        path: PathBuf,
        line: u64,
        contig: String,
        pos: u64,
        detail: String,
    },
    /// The reference has no such contig.
    #[error("the reference has no contig {contig}")]
    UnknownContig { contig: String },
    /// The file has no such sample.
    #[error("{path} has no sample {name}; it has: {known}")]
    UnknownSample {
        path: PathBuf,
        name: String,
        known: String,
    },
    /// The inputs cannot be used together, or a flag is wrong.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    pub(crate) fn read(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Read {
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Write {
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn malformed(path: &Path, line: u64, message: impl Into<String>) -> Self {
        Self::Malformed {
            path: path.to_path_buf(),
            line,
            message: message.into(),
        }
    }
}
