//! An interpretation of one run: requested, ready or failed, its reads kept, unusable after a withdrawal. Verdicts on its
//! findings are aggregates of their own ([`judging`]).

mod act;
mod failure;
pub mod judging;
mod refusal;

use std::collections::BTreeMap;

use ledger::NewJob;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Value;
use words::{CaseId, Digest, PersonId};

pub use failure::{Code, Failure};
pub use refusal::Refusal;

pub use crate::words::Verdict;

/// The job that annotates.
pub const ANNOTATE: &str = "interpretation.annotate";

/// The job that keeps the reads around the findings.
pub const READS: &str = "interpretation.reads";

/// The aggregate.
#[derive(Debug)]
pub struct Interpretation;

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The work is waiting or running.
    Requested,
    /// Findings can be read.
    Ready,
    /// It could not be done as things are; somebody has to mend the cause.
    Failed,
    /// Consent was withdrawn.
    Withdrawn,
}

impl Status {
    /// Its stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A judgement as it was written before a second reader was asked for. The reason itself is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Another level.
    pub level: Option<u8>,
    /// Another tier.
    pub tier: Option<String>,
    /// Digest of the sealed reason.
    pub reason: Option<Digest>,
}

/// What came out of the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Digest of the sealed findings.
    pub digest: Digest,
    /// Ids of the findings, in order of weight.
    pub findings: Vec<String>,
    /// Of these, held back as secondary.
    pub held: Vec<String>,
    /// Releases of knowledge that were used.
    pub releases: Vec<String>,
    /// Variants that were looked at.
    pub variants: u64,
    /// Version of the list of panel genes.
    pub panel: String,
}

/// The reads of one sample around the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleReads {
    /// The tube.
    pub specimen: String,
    /// Whose: their key seals it.
    pub person: PersonId,
    /// Digest of the sealed BAM.
    pub digest: Digest,
}

/// The reads around the findings, and the bases of the genome under them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of each sample that has an aligned file.
    pub samples: Vec<SampleReads>,
    /// Digest of the sealed bases, sealed as the findings are.
    pub genome: Digest,
}

/// The fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The case.
    pub case: CaseId,
    /// The run.
    pub run: String,
    /// Where it stands.
    pub status: Status,
    /// What came out.
    pub outcome: Option<Outcome>,
    /// Why it failed, as long as it stands failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How often somebody had it tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Judgements of before, the last one of each finding.
    pub judged: BTreeMap<String, Judgement>,
    /// The reads around the findings, once they were cut out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads: Option<Kept>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Interpret an accepted run.
    Request {
        /// The case.
        case: CaseId,
        /// The run.
        run: String,
    },
    /// The work is done.
    Finish(Outcome),
    /// The work cannot be done as things are.
    Fail(Failure),
    /// Somebody mended the cause: try again.
    Retry,
    /// The reads around the findings were cut out.
    KeepReads(Kept),
    /// Consent was withdrawn.
    Withdraw {
        /// The consent record.
        consent: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was asked for.
    Requested {
        /// Its id.
        id: String,
        /// The case.
        case: CaseId,
        /// The run.
        run: String,
    },
    /// Findings can be read.
    Ready {
        /// What came out.
        outcome: Outcome,
    },
    /// It could not be done as things are. Nothing is tried again until somebody asks or another run is accepted.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// Somebody had it tried again.
    Retried {
        /// Its id.
        id: String,
        /// Which time, from 1.
        attempt: u32,
    },
    /// The reads around the findings can be looked at.
    ReadsKept {
        /// Where they are.
        kept: Kept,
    },
    /// A curator judged, before a second reader was asked for. Not written any more.
    Judged {
        /// The finding.
        finding: String,
        /// The judgement.
        judgement: Judgement,
    },
    /// Consent was withdrawn: unusable from now on.
    Withdrawn {
        /// The consent record.
        consent: String,
    },
}

impl ledger::Aggregate for Interpretation {
    const KIND: &'static str = "interpretation";
    const TABLE: &'static str = "interpretation";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = ();

    fn decide(state: Option<&State>, command: Command, (): &()) -> Result<Vec<Event>, Refusal> {
        act::decide(state, command)
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        act::evolve(state, event)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("status", state.status.word().into()),
        ]
    }

    fn jobs(own: &str, event: &Event) -> Vec<NewJob> {
        let job = |id: &str, key: String| NewJob {
            kind: ANNOTATE,
            payload: json!({"interpretation": id}),
            key,
        };
        match event {
            Event::Requested { id, .. } => vec![job(id, format!("{ANNOTATE}:{id}"))],
            Event::Retried { id, attempt } => {
                vec![job(id, format!("{ANNOTATE}:{id}:{attempt}"))]
            }
            Event::Ready { .. } => vec![NewJob {
                kind: READS,
                payload: json!({"interpretation": own}),
                key: format!("{READS}:{own}"),
            }],
            _ => Vec::new(),
        }
    }
}

/// The id of the interpretation of a run.
#[must_use]
pub fn id_of(run: &str) -> String {
    format!("int.{run}")
}
