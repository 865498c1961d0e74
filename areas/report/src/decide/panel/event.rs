//! What somebody may want of a panel, what happens, and what the decision must be told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Day, Digest, Signed};

use super::Ballot;
use crate::words::CaseKind;
use crate::words::panel::{Because, Before, Interest, Outcome, Plan, Presence};

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Plan the session.
    Plan(Box<Plan>),
    /// Open it, or note anew who is there.
    Open(Vec<Presence>),
    /// Declare one's own interest in the case.
    Declare(Interest),
    /// Make a live meeting of a circulated case.
    CallLive,
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
        /// Digest of the sealed trials.
        trials: Option<Digest>,
        /// When the case is looked at again.
        next_review: Option<Day>,
    },
    /// Close it.
    Close {
        /// Digest of the sealed minutes.
        minutes: Digest,
        /// The drafted minutes were changed by hand.
        edited: bool,
        /// The chair's signature under them.
        signed: Option<Box<Signed>>,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
        /// The closed session that this one follows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Box<Before>>,
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
    /// A circulated case became a live meeting because a member wants to discuss: as it was recorded until
    /// [`Event::CalledLive`]; those who had been asked counted as present.
    MovedLive {
        /// Who asked.
        member: AccountId,
    },
    /// A circulated case became a live meeting; who is there is noted anew.
    CalledLive {
        /// Why.
        because: Because,
        /// Who wants to discuss.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<AccountId>,
    },
    /// A member declared an interest, or that there is none.
    Declared {
        /// Whose.
        member: AccountId,
        /// What.
        interest: Interest,
    },
    /// Outcomes were written.
    Decided {
        /// One per finding.
        outcomes: Vec<Outcome>,
        /// Digest of the sealed recommendation.
        #[serde(default)]
        recommendation: Option<Digest>,
        /// Digest of the sealed trials.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trials: Option<Digest>,
        /// When the case is looked at again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_review: Option<Day>,
    },
    /// Closed.
    Closed {
        /// Digest of the sealed minutes.
        minutes: Digest,
        /// The drafted minutes were changed by hand.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        edited: bool,
        /// The chair's signature under them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<Box<Signed>>,
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
    /// The session that was closed last, if one was.
    pub before: Option<Box<Before>>,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
}
