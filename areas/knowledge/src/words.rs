//! The sources of outside knowledge that the programme reads.

use serde::{Deserialize, Serialize};
use words::Digest;

/// A source.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The reference genome.
    Genome,
    /// Where slices of the genome lie.
    Slices,
    /// Transcripts.
    Mane,
    /// Classes of germline variants.
    Clinvar,
    /// Clinical evidence in cancer.
    Civic,
    /// Phenotypes.
    Hpo,
    /// Japanese labels of phenotypes.
    HpoJa,
    /// Diseases across vocabularies.
    Mondo,
    /// Tumour types.
    Oncotree,
    /// Gene symbols.
    Hgnc,
    /// Genes of secondary findings.
    AcmgSf,
    /// Between genome builds.
    Chains,
}

/// What is known of a source before any release is imported.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Stable word.
    pub word: &'static str,
    /// Its name, as its makers write it.
    pub title: &'static str,
    /// Official address.
    pub url: &'static str,
    /// Licence or terms.
    pub licence: &'static str,
}

impl Source {
    /// All sources, in the order in which they are built.
    pub const ALL: [Self; 12] = [
        Self::Genome,
        Self::Slices,
        Self::Mane,
        Self::Clinvar,
        Self::Civic,
        Self::Hpo,
        Self::HpoJa,
        Self::Mondo,
        Self::Oncotree,
        Self::Hgnc,
        Self::AcmgSf,
        Self::Chains,
    ];

    /// What is known of it.
    #[must_use]
    pub fn about(self) -> About {
        let about = |word, title, url, licence| About {
            word,
            title,
            url,
            licence,
        };
        match self {
            Self::Genome => about(
                "genome",
                "GRCh38",
                "https://www.ncbi.nlm.nih.gov/grc/human",
                "no restriction",
            ),
            Self::Slices => about(
                "slices",
                "GRCh38 slices",
                "https://www.ncbi.nlm.nih.gov/grc/human",
                "no restriction",
            ),
            Self::Mane => about(
                "mane",
                "MANE",
                "https://ftp.ncbi.nlm.nih.gov/refseq/MANE/MANE_human/",
                "free use",
            ),
            Self::Clinvar => about(
                "clinvar",
                "ClinVar",
                "https://ftp.ncbi.nlm.nih.gov/pub/clinvar/vcf_GRCh38/",
                "public domain",
            ),
            Self::Civic => about(
                "civic",
                "CIViC",
                "https://civicdb.org/releases/main",
                "CC0-1.0",
            ),
            Self::Hpo => about(
                "hpo",
                "HPO",
                "https://hpo.jax.org/data/ontology",
                "HPO licence: free, keep version, do not alter, cite",
            ),
            Self::HpoJa => about(
                "hpo_ja",
                "HPO Japanese",
                "https://github.com/obophenotype/hpo-translations",
                "HPO licence",
            ),
            Self::Mondo => about(
                "mondo",
                "MONDO",
                "https://mondo.monarchinitiative.org/pages/download/",
                "CC-BY-4.0",
            ),
            Self::Oncotree => about(
                "oncotree",
                "OncoTree",
                "https://oncotree.mskcc.org/",
                "CC-BY-4.0",
            ),
            Self::Hgnc => about(
                "hgnc",
                "HGNC",
                "https://www.genenames.org/download/archive/",
                "CC0-1.0",
            ),
            Self::AcmgSf => about(
                "acmg_sf",
                "ACMG SF",
                "https://www.acmg.net/",
                "table of a published statement; cite it",
            ),
            Self::Chains => about(
                "chains",
                "UCSC chains",
                "https://hgdownload.soe.ucsc.edu/goldenPath/hg19/liftOver/",
                "free use",
            ),
        }
    }

    /// The source of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.about().word == word)
    }
}

/// A release as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Release {
    /// Its source.
    pub source: Source,
    /// The version, as the source names it.
    pub version: String,
    /// Digest over the names and bytes of its files.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// Licence.
    pub licence: String,
    /// Official address.
    pub url: String,
    /// Records used.
    pub rows: u64,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

impl Release {
    /// The id of its aggregate.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}-{}", self.source.about().word, self.digest.short())
    }
}
