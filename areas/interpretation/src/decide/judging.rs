//! The verdict on one finding: a first reader, a second one who is somebody else, and what they do when they differ.

mod act;
mod refusal;

use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, CaseId, Digest};

pub use refusal::NotJudged;

use crate::words::{Given, Origin, Stage};

/// The aggregate.
#[derive(Debug)]
pub struct Judging;

/// What the machine proposes, and whether the finding can be judged at all.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The findings are ready and this is one of them.
    pub stands: bool,
    /// The case.
    pub case: CaseId,
    /// The interpretation.
    pub interpretation: String,
    /// The finding.
    pub finding: String,
    /// Tier.
    pub tier: Option<String>,
    /// Class, in the words of its source.
    pub class: Option<String>,
    /// Level.
    pub level: u8,
    /// Origin.
    pub origin: Origin,
}

/// The fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The case.
    pub case: CaseId,
    /// The interpretation.
    pub interpretation: String,
    /// The finding.
    pub finding: String,
    /// How far it is.
    pub stage: Stage,
    /// Since when.
    pub since: At,
    /// The first reading.
    pub first: Option<Given>,
    /// The second, of somebody else.
    pub second: Option<Given>,
    /// In a discussion: what one of the two proposes to the other.
    pub proposed: Option<Given>,
    /// What stands.
    pub decided: Option<Given>,
    /// Sealed remarks, reasons and sentences that were ever given, for verify.
    pub sealed: Vec<Digest>,
}

/// What somebody wants. Time and person are passed in.
#[derive(Debug, Clone)]
pub enum Judge {
    /// To give a reading: the first, another first of the same person, the second, or in a discussion a proposal or, by a
    /// third person, the end of it.
    Read(Given),
    /// To agree with the reading that waits for somebody.
    Agree {
        /// Who.
        by: AccountId,
        /// When.
        at: At,
    },
    /// To say something in a discussion.
    Remark {
        /// Who.
        by: AccountId,
        /// Digest of the sealed words.
        remark: Digest,
    },
    /// To open a verdict again.
    Reopen {
        /// When.
        at: At,
        /// Digest of the sealed reason.
        reason: Option<Digest>,
    },
    /// Consent was withdrawn.
    Withdraw {
        /// When.
        at: At,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum JudgingEvent {
    /// A first reading, or another one of the same person.
    FirstRead {
        /// The case.
        case: CaseId,
        /// The interpretation.
        interpretation: String,
        /// The finding.
        finding: String,
        /// What was read.
        given: Given,
    },
    /// A second reading: it agrees, or a discussion begins.
    SecondRead {
        /// What was read.
        given: Given,
        /// Both say the same.
        agrees: bool,
    },
    /// One of the two proposes.
    Proposed {
        /// What.
        given: Given,
    },
    /// Something was said in the discussion.
    Remarked {
        /// Who.
        by: AccountId,
        /// Digest of the sealed words.
        remark: Digest,
    },
    /// The discussion ended: by a third person, or because both say the same.
    Settled {
        /// What stands.
        given: Given,
    },
    /// The verdict was opened again.
    Reopened {
        /// When.
        at: At,
        /// Digest of the sealed reason.
        reason: Digest,
    },
    /// Consent was withdrawn.
    Withdrawn {
        /// When.
        at: At,
    },
}

impl ledger::Aggregate for Judging {
    const KIND: &'static str = "judgement";
    const TABLE: &'static str = "judgement";
    type State = Judged;
    type Command = Judge;
    type Event = JudgingEvent;
    type Refusal = NotJudged;
    type Facts = Proposal;

    fn decide(
        state: Option<&Judged>,
        command: Judge,
        facts: &Proposal,
    ) -> Result<Vec<JudgingEvent>, NotJudged> {
        act::decide(state, command, facts)
    }

    fn evolve(state: Option<Judged>, event: &JudgingEvent) -> Option<Judged> {
        act::evolve(state, event)
    }

    fn columns(state: &Judged) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("interpretation", state.interpretation.as_str().into()),
            ("finding", state.finding.as_str().into()),
            ("stage", state.stage.word().into()),
            ("since", state.since.into()),
        ]
    }
}

/// The id of the judgement of a finding.
#[must_use]
pub fn judgement_of(interpretation: &str, finding: &str) -> String {
    format!("{interpretation}.{finding}")
}
