//! What somebody may want of a panel, what happens, and what the decision must be told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Digest};

use super::Ballot;
use crate::words::CaseKind;
use crate::words::panel::{Outcome, Plan, Presence};

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Plan the session.
    Plan(Box<Plan>),
    /// Open it.
    Open(Vec<Presence>),
    /// Vote.
    Vote {
        /// Whose vote.
        member: AccountId,
        /// The vote.
        ballot: Ballot,
    },
    /// Write the outcomes.
    Decide {
        /// One per finding.
        outcomes: Vec<Outcome>,
        /// Digest of the sealed recommendation.
        recommendation: Option<Digest>,
    },
    /// Close it.
    Close {
        /// Digest of the sealed minutes.
        minutes: Digest,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Planned.
    Planned {
        /// The case.
        case: CaseId,
        /// The plan.
        plan: Plan,
        /// Digest of the rule set.
        rules: Digest,
        /// The findings to judge.
        findings: Vec<String>,
        /// The analysis report it reads.
        reads: String,
    },
    /// Opened.
    Opened {
        /// Who is there, with the declaration of interest.
        presence: Vec<Presence>,
    },
    /// A member voted.
    Voted {
        /// Whose vote.
        member: AccountId,
        /// The vote.
        #[serde(flatten)]
        ballot: Ballot,
        /// Who wrote it down, if not the member.
        #[serde(default)]
        recorded_by: Option<AccountId>,
    },
    /// A circulated case became a live meeting because a member wants to discuss.
    MovedLive {
        /// Who asked.
        member: AccountId,
    },
    /// Outcomes were written.
    Decided {
        /// One per finding.
        outcomes: Vec<Outcome>,
        /// Digest of the sealed recommendation.
        #[serde(default)]
        recommendation: Option<Digest>,
    },
    /// Closed.
    Closed {
        /// Digest of the sealed minutes.
        minutes: Digest,
        /// Role → members present.
        present: BTreeMap<String, usize>,
        /// When.
        at: At,
    },
}

/// A finding the panel is asked about.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Present in all cells.
    pub germline: bool,
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// The case.
    pub case: CaseId,
    /// Cancer or rare disease.
    pub case_kind: CaseKind,
    /// Who acts.
    pub account: AccountId,
    /// The role used.
    pub role: String,
    /// The signed analysis report, `report:ID@VERSION`.
    pub analysis: Option<String>,
    /// Its findings.
    pub findings: Vec<Asked>,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
}
