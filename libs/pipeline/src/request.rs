//! What is asked of the pipeline, and what it answers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::Progress;

/// Which workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One germline sample.
    Germline,
    /// Tumour and normal of one person.
    Pair,
    /// A child and both parents.
    Trio,
}

/// What a sample is in its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The only sample.
    Sample,
    /// Of the tumour.
    Tumour,
    /// Of the same person, not the tumour.
    Normal,
    /// The child.
    Proband,
    /// Her or his mother.
    Mother,
    /// Her or his father.
    Father,
}

/// One sample and the files of its lanes.
#[derive(Debug, Clone)]
pub struct SampleReads {
    /// What it is.
    pub role: Role,
    /// Its name; taken from the file names where none is given.
    pub name: Option<String>,
    /// Mates 1 and 2 of each lane.
    pub reads: Vec<(PathBuf, PathBuf)>,
    /// Recorded sex, `male` or `female`: X and Y are compared with it. `None`: nothing to compare with.
    pub sex: Option<String>,
}

/// Hears what happens.
pub type Listener = Arc<dyn Fn(Progress) + Send + Sync>;

/// One analysis.
#[derive(Clone)]
pub struct Request {
    /// Which workflow.
    pub mode: Mode,
    /// FASTA, plain or gzip.
    pub reference: PathBuf,
    /// The samples that the mode needs.
    pub samples: Vec<SampleReads>,
    /// BED: call here only.
    pub regions: Option<PathBuf>,
    /// VCFs to compare the calls with.
    pub truth: Vec<PathBuf>,
    /// BED: the truth is complete here.
    pub confident: Option<PathBuf>,
    /// TSV that maps cut-out contigs to GRCh38. `None`: `slices.tsv` beside the reference, where it fits.
    pub slices: Option<PathBuf>,
    /// GFF3 or BED of coding sequence, in contigs of the reference: needed for burden and compound heterozygotes.
    pub genes: Option<PathBuf>,
    /// Threads in all.
    pub threads: usize,
    /// Where the results go.
    pub out_dir: PathBuf,
    /// Where work directories and call cache live while it runs. `None`: `.work` in `out_dir`.
    pub cache_dir: Option<PathBuf>,
    /// Where indexed references are kept. `None`: `~/.cache/kumihimo/reference`.
    pub reference_cache: Option<PathBuf>,
    /// The program that answers to `step NAME`.
    pub kumi_exe: PathBuf,
    /// Directories to look for tools in before the usual ones.
    pub tools: Vec<PathBuf>,
    /// Leave the work directory where it is.
    pub keep_work: bool,
    /// TOML for the engine that replaces the local back end.
    pub backend: Option<String>,
    /// Cancelled: stop all tools and answer [`crate::Error::Cancelled`].
    pub cancel: CancellationToken,
    /// Hears what happens.
    pub progress: Listener,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// File name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
}

/// What one task cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepTime {
    /// Name of the call.
    pub name: String,
    /// CPU seconds, user and system, of all its processes.
    pub cpu_s: f64,
    /// Seconds from start to end.
    pub wall_s: f64,
    /// Answered from an earlier run.
    pub cached: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Every file in the output directory.
    pub outputs: Vec<Output>,
    /// The content of `qc.json`.
    pub qc: Value,
    /// `{"snv","indel","sv"}` if truth was given.
    pub truth: Option<Value>,
    /// What ran.
    pub steps: Vec<StepTime>,
    /// Digest of the WDL files that ran.
    pub pipeline_digest: String,
    /// Tools and their versions.
    pub tools: BTreeMap<String, String>,
}
