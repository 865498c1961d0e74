//! Findings: what a variant may mean, where that is written, and where the variant comes from.

use annotate::rank::Score;
use annotate::tier::Tiered;
use serde::{Deserialize, Serialize};
use words::{AccountId, At, Digest, Text};

mod reading;

pub use reading::{Acmg, Given, Reading, Stage, Verdict};

/// Where a variant comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Acquired by the tumour.
    Somatic,
    /// Present in all cells.
    Germline,
    /// Not settled.
    Unknown,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// CIViC, ClinVar, HPO.
    pub source: String,
    /// Version of the release.
    pub release: String,
    /// Item at the source.
    pub item: String,
    /// Where to read it.
    pub url: String,
    /// What it says, in our words.
    pub text: Text,
    /// It defines the tier or the class; otherwise it is additional.
    pub defining: bool,
    /// How strong the source holds it to be: level and rating of CIViC, stars of ClinVar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Text>,
}

/// The file and the record that a finding comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// File of the run.
    pub file: String,
    /// Digest of that file.
    pub digest: Digest,
    /// The record as it stands there: contig, position, bases.
    pub record: String,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// `F001`, within its case.
    pub id: String,
    /// 1 to 3.
    pub level: u8,
    /// Where it comes from.
    pub origin: Origin,
    /// Gene symbol.
    pub gene: String,
    /// Coding change.
    pub hgvs_c: String,
    /// Protein change.
    pub hgvs_p: String,
    /// Chromosome of GRCh38.
    pub chrom: String,
    /// 1-based.
    pub pos: u64,
    /// Reference bases.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Other bases, or the kind of a structural variant.
    #[serde(rename = "alt")]
    pub alternate: String,
    /// Sequence Ontology term.
    pub consequence: String,
    /// Share of reads, 0 to 1.
    pub vaf: Option<f64>,
    /// `I-A` …
    pub tier: Option<String>,
    /// How the tier came about.
    pub tiered: Option<Tiered>,
    /// Class as ClinVar states it.
    pub class: Option<String>,
    /// How it came to the person, in a stable word.
    pub inheritance: Option<String>,
    /// Parts of the order in a rare disease.
    pub score: Option<Score>,
    /// Not what was asked: held back until the person's choice allows it.
    pub secondary: bool,
    /// What it rests on, the defining items first.
    pub evidence: Vec<Evidence>,
    /// One sentence.
    pub text: Text,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What a caller wrote of each sample.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
    /// How the person's features fit the gene, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Feature>,
    /// The verdict that stands, if there is one: `accepted`, `rejected`, `uncertain`.
    #[serde(default)]
    pub verdict: Option<String>,
    /// How far the people are, once somebody has read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<JudgedBy>,
}

/// What a caller wrote of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// As the file names it: the number of the tube, `TUMOUR`, `NORMAL`.
    pub sample: String,
    /// `0/1`.
    pub genotype: Option<String>,
    /// Reads at the place.
    pub depth: Option<u64>,
    /// Of these, with the variant.
    pub variant: Option<u64>,
}

/// A phenotype term in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// `HP:…`.
    pub id: String,
    /// Its label; the English one twice where the translation has none.
    pub label: Text,
}

/// How one feature of the person fits the gene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// The term of the person.
    pub asked: Term,
    /// The most informative term that the gene shares; none if it does not have anything like it.
    pub shared: Option<Term>,
}

/// Who read a finding, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedBy {
    /// How far.
    pub stage: Stage,
    /// Since when.
    pub since: At,
    /// The first reader.
    pub first: Option<AccountId>,
    /// The second.
    pub second: Option<AccountId>,
    /// Who gave the reading that stands.
    pub decided: Option<AccountId>,
}

/// Genes that a reimbursed panel reads, and what a call needs to count as panel-grade.
#[derive(Debug, Clone, Deserialize)]
pub struct PanelGenes {
    /// Version of the list.
    pub version: String,
    /// Gene symbols.
    pub genes: Vec<String>,
    /// Reads at the place.
    pub min_depth: u64,
    /// Share of reads.
    pub min_vaf: f64,
}
