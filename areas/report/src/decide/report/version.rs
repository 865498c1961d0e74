//! A version: what it is about, where it stands, who signed, which files it has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{At, Digest};

/// Why there is a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The first version.
    First,
    /// The findings or the panel's outcome changed.
    NewResult,
    /// A confirmatory test was answered.
    Confirmation,
    /// An error was mended.
    Correction,
    /// Knowledge changed.
    NewKnowledge,
}

/// A version's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not signed.
    Draft,
    /// Signed and in force.
    Signed,
    /// Was signed; a later version is.
    Superseded,
    /// Was never signed; a later draft or a withdrawal took its place.
    Dropped,
}

/// Who signed, when, and what they saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The account.
    pub account: String,
    /// The role used.
    pub role: String,
    /// When.
    pub at: At,
    /// Digest of the content that was signed.
    pub digest: Digest,
}

/// The files of a version: sealed objects of the case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Files {
    /// Language tag → digest of the PDF.
    pub pdfs: BTreeMap<String, Digest>,
    /// Language tag → pages.
    #[serde(default)]
    pub pages: BTreeMap<String, usize>,
    /// Digest of the FHIR bundle.
    #[serde(default)]
    pub fhir: Option<Digest>,
}

/// What a version is about, decided when it is drafted and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Digest of the sealed content.
    pub data: Digest,
    /// Digest of the content without its time and version: equal means that nothing changed.
    pub basis: Digest,
    /// The findings it speaks about.
    pub findings: Vec<String>,
    /// The highest level among them; 0 if there are none.
    pub level_max: u8,
    /// Releases of knowledge, `source version`.
    pub releases: Vec<String>,
    /// Answers of confirmatory tests it knows.
    #[serde(default)]
    pub confirmations: BTreeMap<String, bool>,
    /// What the decision rested on: `report:ID@VERSION`, `panel:ID@VERSION`.
    #[serde(default)]
    pub rests_on: Vec<String>,
    /// Why it was made.
    pub reason: Reason,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1, 2, …
    pub version: i64,
    /// Where it stands.
    pub stage: Stage,
    /// What it is about.
    #[serde(flatten)]
    pub draft: Draft,
    /// The version it takes the place of, if that was signed.
    pub supersedes: Option<i64>,
    /// Who signed.
    pub signature: Option<Signature>,
    /// Files of the draft.
    pub drafted: Files,
    /// Files that carry the signature.
    pub signed: Files,
}

impl Version {
    /// A new draft without files.
    pub(super) fn new(version: i64, draft: &Draft, supersedes: Option<i64>) -> Self {
        Self {
            version,
            stage: Stage::Draft,
            draft: draft.clone(),
            supersedes,
            signature: None,
            drafted: Files::default(),
            signed: Files::default(),
        }
    }
}
