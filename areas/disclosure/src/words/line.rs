//! Notes, questions and answers about a case: who, when, of which kind; the words are sealed.

use serde::{Deserialize, Serialize};
use words::{At, Digest};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A note among staff; never shown to the patient.
    Note,
    /// A question of the patient or a proxy.
    Question,
    /// An answer of the team; shown to the patient.
    Answer,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the thread, from 1.
    pub n: u32,
    /// Who wrote it.
    pub by: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: At,
    /// The sealed words.
    pub text: Digest,
}

/// What a receipt is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// A consent as it was given or changed.
    Consent,
    /// A withdrawal and what was done about it.
    Withdrawal,
}

/// A paper that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is of.
    pub paper: Paper,
    /// The consent.
    pub consent: String,
    /// The version of the consent that it shows.
    pub version: i64,
    /// SHA-256 of the file.
    pub pdf: Digest,
    /// When.
    pub at: At,
}
