//! A version: what it is about, where it stands, who signed, which files it has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{At, Digest, Signed};

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
    /// Findings of a further level are told.
    FurtherLevels,
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
    /// The passkey's answer over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Box<Signed>>,
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
    /// Findings up to this level only; all of them if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<u8>,
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
    /// Digests of what it said before a hand mended a sentence, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Digest>,
}

/// A version that took the place of one somebody had read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The new version.
    pub version: i64,
    /// The version it took the place of.
    pub supersedes: i64,
    /// Why.
    pub reason: Reason,
    /// The accounts that had opened the old one.
    pub tell: Vec<String>,
}

/// A version given to somebody beside the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which version.
    pub version: i64,
    /// To which accounts.
    pub with: Vec<String>,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: At,
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
            earlier: vec![],
        }
    }
}
