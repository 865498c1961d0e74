//! What somebody may want of a report, what happens, and what the decision must be told.

use serde::{Deserialize, Serialize};
use words::{At, CaseId, Digest, Signed};

use super::version::{Amendment, Draft, Files, Share, Signature};
use crate::words::Kind;

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Make a new version.
    Draft {
        /// The case.
        case: CaseId,
        /// Which document.
        kind: Kind,
        /// What it is about.
        draft: Draft,
    },
    /// The files of a version are there.
    Render {
        /// Which version.
        version: i64,
        /// They carry the signature.
        signed: bool,
        /// The files.
        files: Files,
    },
    /// Sign the newest version.
    Sign {
        /// Digest of the content the signer saw.
        digest: Digest,
        /// The signer's account and role.
        signer: (String, String),
        /// The passkey's answer.
        signed: Option<Box<Signed>>,
    },
    /// Mend a sentence of the newest draft.
    Edit {
        /// Digest of the content that was mended.
        from: Digest,
        /// Digest of what it says now.
        data: Digest,
        /// The account.
        by: String,
    },
    /// Give the version in force to somebody beside the case.
    Share {
        /// The accounts.
        with: Vec<String>,
        /// Who gives it.
        by: String,
    },
    /// A withdrawal: drafts are dropped.
    Drop,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A version was made.
    Drafted {
        /// The case.
        case: CaseId,
        /// Which document.
        kind: Kind,
        /// Its number.
        version: i64,
        /// The signed version it will take the place of.
        supersedes: Option<i64>,
        /// What it is about.
        #[serde(flatten)]
        draft: Draft,
    },
    /// Its files were made.
    Rendered {
        /// Which version.
        version: i64,
        /// They carry the signature.
        signed: bool,
        /// The files.
        #[serde(flatten)]
        files: Files,
    },
    /// It was signed.
    Signed {
        /// Which version.
        version: i64,
        /// By whom, when, and what they saw.
        signature: Signature,
    },
    /// A sentence of a draft was mended by hand. What was there before is kept in the sealed content.
    Edited {
        /// Which version.
        version: i64,
        /// Digest of what it says now.
        data: Digest,
        /// Who mended it.
        by: String,
    },
    /// A signed version took the place of another: those who had opened that one are told.
    Amended(Amendment),
    /// The version in force was given to somebody beside the case.
    Shared(Share),
    /// A draft was dropped because consent was withdrawn.
    Dropped {
        /// Which version.
        version: i64,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
    /// The analysis report is signed.
    pub analysis_signed: bool,
    /// The panel is closed.
    pub panel_closed: bool,
    /// The panel report is signed.
    pub panel_report_signed: bool,
    /// The accounts that have opened the version in force.
    pub openers: Vec<String>,
}
