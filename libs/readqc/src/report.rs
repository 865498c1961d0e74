//! What the pass measured.

use serde::{Deserialize, Serialize};

use crate::{Fault, Origin, ReadsDigest};

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// Plain gzip members.
    Gzip,
    /// BGZF blocks.
    Bgzf,
    /// Both in one file.
    Mixed,
    /// Nothing was read.
    #[default]
    Unknown,
}

/// Counts of one cycle (position in the read).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cycle {
    /// Reads that are at least this long.
    pub reads: u64,
    /// Reads with A.
    pub a: u64,
    /// Reads with C.
    pub c: u64,
    /// Reads with G.
    pub g: u64,
    /// Reads with T.
    pub t: u64,
    /// Reads with N.
    pub n: u64,
    /// Reads with quality 20 or more.
    pub q20: u64,
    /// Reads with quality 30 or more.
    pub q30: u64,
    /// Sum of the qualities.
    pub quality_sum: u64,
}

/// One file. Counts are of what was read: if there are faults, of the part before the first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FileReport {
    /// Name as given.
    pub name: String,
    /// Size of the compressed file.
    pub bytes: u64,
    /// SHA-256 of the compressed file, hexadecimal.
    pub sha256: String,
    /// MD5 of the compressed file, hexadecimal.
    pub md5: String,
    /// How it is compressed.
    pub compression: Compression,
    /// gzip members or BGZF blocks.
    pub members: u64,
    /// Whether a BGZF file carries its end mark.
    pub end_mark: bool,
    /// Mate number that its names carry.
    pub mate: Option<u8>,
    /// Reads.
    pub reads: u64,
    /// Letters.
    pub bases: u64,
    /// Letters of quality 20 or more.
    pub q20: u64,
    /// Letters of quality 30 or more.
    pub q30: u64,
    /// G and C.
    pub gc: u64,
    /// N.
    pub n: u64,
    /// Reads that contain the beginning of a known adapter.
    pub adapter_reads: u64,
    /// Where the reads were made.
    pub origins: Vec<Origin>,
    /// Per cycle.
    pub cycles: Vec<Cycle>,
    /// `(length, reads)` for every length that occurs.
    pub lengths: Vec<(u64, u64)>,
}

/// Insert sizes of the sampled pairs whose mates overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inserts {
    /// Pairs looked at.
    pub sampled: u64,
    /// Of these, pairs whose mates overlap by 30 letters or more.
    pub overlapping: u64,
    /// Median insert size of the overlapping pairs, letters.
    pub median: Option<u64>,
}

/// A pair of files, or a single one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PairReport {
    /// The first mates.
    pub r1: FileReport,
    /// The second mates.
    pub r2: Option<FileReport>,
    /// Digest of the reads of both files.
    pub digest: ReadsDigest,
    /// Pairs in the sample for duplicates.
    pub duplicates_sampled: u64,
    /// Of these, pairs that begin like an earlier pair.
    pub duplicates: u64,
    /// Insert sizes.
    pub inserts: Inserts,
    /// What is wrong, in the order of the checks; empty if nothing is.
    pub faults: Vec<Fault>,
}

impl FileReport {
    /// Share of letters of quality 30 or more, 0 to 1.
    #[must_use]
    pub fn q30_share(&self) -> f64 {
        share(self.q30, self.bases)
    }
    /// Share of G and C among the letters that are not N.
    #[must_use]
    pub fn gc_share(&self) -> f64 {
        share(self.gc, self.bases - self.n)
    }
    /// Share of N.
    #[must_use]
    pub fn n_share(&self) -> f64 {
        share(self.n, self.bases)
    }
    /// Share of reads with adapter.
    #[must_use]
    pub fn adapter_share(&self) -> f64 {
        share(self.adapter_reads, self.reads)
    }
}

impl PairReport {
    /// Estimated share of duplicate pairs.
    #[must_use]
    pub fn duplicate_share(&self) -> f64 {
        share(self.duplicates, self.duplicates_sampled)
    }
    /// Both files.
    pub fn files(&self) -> impl Iterator<Item = &FileReport> {
        std::iter::once(&self.r1).chain(&self.r2)
    }
}

impl Cycle {
    /// Mean quality.
    #[must_use]
    pub fn mean_quality(&self) -> f64 {
        share(self.quality_sum, self.reads)
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
