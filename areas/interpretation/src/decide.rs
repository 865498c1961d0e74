//! An interpretation of one run: requested, ready or failed, judged by curators, unusable after a withdrawal.

mod act;
mod failure;
mod refusal;

use std::collections::BTreeMap;

use ledger::NewJob;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Value;
use words::{CaseId, Digest};

pub use failure::{Code, Failure};
pub use refusal::Refusal;

/// The job that annotates.
pub const ANNOTATE: &str = "interpretation.annotate";

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

/// What a curator thinks of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It goes into the report.
    Accepted,
    /// It does not: an artefact, or not relevant.
    Rejected,
    /// It goes into the report as uncertain.
    Uncertain,
}

impl Verdict {
    /// Its stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
        }
    }
}

/// A judgement. The reason itself is sealed; the ledger has its digest.
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
    /// Judgements, the last one of each finding.
    pub judged: BTreeMap<String, Judgement>,
}

impl State {
    /// How many findings were judged not to report, those held back as secondary not counted.
    #[must_use]
    pub fn rejected(&self) -> usize {
        let held = self.outcome.as_ref().map_or(&[][..], |o| &o.held);
        let rejected =
            |(id, j): &(&String, &Judgement)| j.verdict == Verdict::Rejected && !held.contains(id);
        self.judged.iter().filter(rejected).count()
    }
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
    /// A curator judges.
    Judge {
        /// The finding.
        finding: String,
        /// The judgement.
        judgement: Judgement,
    },
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
    /// A curator judged.
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

    fn jobs(_id: &str, event: &Event) -> Vec<NewJob> {
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
            _ => Vec::new(),
        }
    }
}

/// The id of the interpretation of a run.
#[must_use]
pub fn id_of(run: &str) -> String {
    format!("int.{run}")
}
