//! What may happen to a run, and what did.

mod act;
mod refusal;

use std::collections::BTreeMap;

use ledger::{Aggregate, NewJob};
use serde::{Deserialize, Serialize};
use store::Value;
use words::{At, CaseId, ConsentRef, Digest};

use crate::words::{GateResult, Mode, Output, Reason, Sample, Status};

pub use refusal::Refusal;

/// Job: run the pipeline.
pub const RUN: &str = "analysis.run";
/// Job: forget the results after a withdrawal.
pub const FORGET: &str = "analysis.forget";

/// A run of the pipeline.
pub struct Run;

/// What is known about a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Its id.
    pub id: String,
    /// Its case.
    pub case: CaseId,
    /// Which workflow.
    pub mode: Mode,
    /// What it reads.
    pub samples: Vec<Sample>,
    /// Name of the limit profile.
    pub profile: String,
    /// Where it stands.
    pub status: Status,
    /// What came out, once it did.
    pub results: Option<Results>,
    /// The analyst's decision.
    pub decision: Option<Decision>,
    /// Why it failed: code and step.
    pub failure: Option<(String, String)>,
    /// After a withdrawal: when its files are to be forgotten.
    pub forget_at: Option<At>,
    /// Its files are gone.
    pub forgotten: bool,
}

/// What a run made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Files, sealed.
    pub outputs: Vec<Output>,
    /// Digest of the WDL files that ran.
    pub pipeline_digest: String,
    /// Name and digest of the reference.
    pub reference: String,
    /// Tools and versions.
    pub tools: BTreeMap<String, String>,
    /// What the gates said.
    pub gates: Vec<GateResult>,
    /// Digest of `qc.json`, an output.
    pub qc: Digest,
}

/// What an analyst decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether the run counts.
    pub accept: bool,
    /// Why; needed wherever a gate did not pass.
    pub reason: Option<Reason>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Plan it.
    Plan {
        /// Its id.
        id: String,
        /// Of which case.
        case: CaseId,
        /// Which workflow.
        mode: Mode,
        /// What it reads.
        samples: Vec<Sample>,
        /// Name of the limit profile.
        profile: String,
    },
    /// Work begins.
    Start,
    /// It came to its end.
    Finish(Box<Results>),
    /// It could not.
    Fail {
        /// Stable code.
        code: String,
        /// The step, if one is at fault.
        step: String,
    },
    /// An analyst judges.
    Decide(Decision),
    /// Stop it.
    Cancel,
    /// The people of the case changed: another run takes its place.
    Supersede,
    /// Consent was withdrawn.
    Withdraw {
        /// The consent record.
        consent: String,
        /// When its files are to be forgotten.
        forget_at: At,
    },
    /// Its files are gone.
    Forget,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was planned.
    Planned {
        /// Its id.
        id: String,
        /// Of which case.
        case: CaseId,
        /// Which workflow.
        mode: Mode,
        /// What it reads.
        samples: Vec<Sample>,
        /// Name of the limit profile.
        profile: String,
        /// The consents it rests on, one per person.
        consents: Vec<ConsentRef>,
    },
    /// Work began.
    Started,
    /// It came to its end; the gates have answered.
    Analysed {
        /// What it made.
        results: Results,
    },
    /// It could not finish.
    Failed {
        /// Stable code.
        code: String,
        /// The step, if one is at fault.
        step: String,
    },
    /// Its results count.
    Accepted {
        /// Why, where a gate did not pass.
        reason: Option<Reason>,
    },
    /// Its results do not count.
    Rejected {
        /// Why.
        reason: Reason,
    },
    /// It was stopped.
    Cancelled,
    /// The people of the case changed: another run takes its place.
    Superseded,
    /// Consent was withdrawn: unusable from now on.
    Withdrawn {
        /// Its id.
        id: String,
        /// The consent record.
        consent: String,
        /// When its files are to be forgotten.
        forget_at: At,
    },
    /// Its files are gone.
    Forgotten,
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Consents in force for the case, one per person of the samples; shorter if somebody has none.
    pub consents: Vec<ConsentRef>,
    /// Another run of the case is planned, running, waiting or accepted.
    pub another: Option<String>,
}

impl Aggregate for Run {
    const KIND: &'static str = "run";
    const TABLE: &'static str = "analysis_run";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&State>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        act::decide(state, command, facts)
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        act::evolve(state, event)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("status", state.status.code().into()),
        ]
    }

    fn jobs(id: &str, event: &Event) -> Vec<NewJob> {
        let job = |kind: &'static str| NewJob {
            kind,
            payload: serde_json::json!({"run": id}),
            key: format!("{kind}:{id}"),
        };
        match event {
            Event::Planned { .. } => vec![job(RUN)],
            Event::Withdrawn { .. } => vec![job(FORGET)],
            _ => vec![],
        }
    }
}
