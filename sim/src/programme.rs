//! What a demonstration needs: cases with their reads, a reference, knowledge.

use std::path::{Path, PathBuf};

use crate::Error;

/// Cases with reads, over one or more references, and the knowledge to read them with.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Nothing of it comes from a real genome.
    pub synthetic: bool,
    /// Folder of knowledge files with `SOURCES.tsv`.
    pub knowledge: PathBuf,
    /// A tumour and its normal.
    pub cancer: Set,
    /// A child and both parents.
    pub rare: Set,
    /// The case that is withdrawn in the middle.
    pub third: Set,
}

/// The reads of one case and what they are read against.
#[derive(Debug, Clone)]
pub struct Set {
    /// Short name.
    pub name: String,
    /// FASTA, plain or gzip.
    pub reference: PathBuf,
    /// Where the contigs of slices lie on GRCh38.
    pub slices: Option<PathBuf>,
    /// Transcripts, GFF3.
    pub genes: PathBuf,
    /// The regions that were sequenced, BED.
    pub regions: PathBuf,
    /// True variants, VCF.
    pub truth: Vec<PathBuf>,
    /// Who was read.
    pub samples: Vec<Sample>,
    /// OncoTree code of the tumour.
    pub oncotree: Option<String>,
    /// Findings of the child.
    pub phenotypes: Vec<Phenotype>,
    /// The alleles that must be found.
    pub planted: Vec<Planted>,
}

/// What a sample is in its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Tumour tissue.
    Tumour,
    /// Blood of the same person.
    Normal,
    /// The child.
    Proband,
    /// The child's mother.
    Mother,
    /// The child's father.
    Father,
}

impl Role {
    /// `tumour`, `normal`, `proband`, `mother`, `father`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tumour => "tumour",
            Self::Normal => "normal",
            Self::Proband => "proband",
            Self::Mother => "mother",
            Self::Father => "father",
        }
    }
}

/// The reads of one tube.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it is in the case.
    pub role: Role,
    /// Its name in files (SM of the read groups).
    pub name: String,
    /// Pairs of FASTQ files.
    pub lanes: Vec<Lane>,
}

/// The two mates of one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Number of the lane as in the read names.
    pub lane: String,
    /// First mates.
    pub r1: PathBuf,
    /// Second mates.
    pub r2: PathBuf,
}

/// A clinical finding as a term of the phenotype ontology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phenotype {
    /// `HP:…`
    pub id: String,
    /// Japanese label.
    pub ja: String,
    /// English label.
    pub en: String,
}

/// An allele that was put in on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// Gene symbol.
    pub gene: String,
    /// Change of the protein, HGVS three-letter form (empty if not known here).
    pub protein: String,
    /// Contig of the reference.
    pub contig: String,
    /// 1-based.
    pub pos: u64,
    /// Reference bases.
    pub reference: String,
    /// Changed bases.
    pub alternative: String,
    /// `somatic`, `germline`, `de_novo`, `maternal` or `paternal`.
    pub origin: &'static str,
}

/// How much is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 300 kb, 30x and 100x: what a demonstration reads.
    Demo,
    /// 64 kb and shallow: what a test reads.
    Small,
}

impl Programme {
    /// Writes a synthetic programme below `dir`; the same seed writes the same bytes.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn synthetic(dir: &Path, seed: u64, size: Size) -> Result<Self, Error> {
        crate::synthetic::write(dir, seed, size)
    }

    /// Writes the reads of one more person with a tumour into a folder that [`Programme::synthetic`] wrote with the same
    /// seed and size.
    ///
    /// # Errors
    /// If the files cannot be written.
    pub fn further(dir: &Path, seed: u64, size: Size) -> Result<Set, Error> {
        crate::synthetic::further(dir, seed, size)
    }

    /// Puts a programme together from given data; writes only a folder of links with `SOURCES.tsv` below `into`.
    ///
    /// # Errors
    /// If something is not where it should be.
    pub fn of_data(data: &Path, into: &Path) -> Result<Self, Error> {
        crate::data::read(data, into)
    }
}

impl Set {
    /// The sample of a role.
    #[must_use]
    pub fn sample(&self, role: Role) -> Option<&Sample> {
        self.samples.iter().find(|s| s.role == role)
    }
}
