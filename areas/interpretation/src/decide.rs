//! An interpretation of one run: requested, ready, judged by curators, unusable after a withdrawal.

use std::collections::BTreeMap;

use ledger::NewJob;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Value;
use words::{CaseId, Digest, Text, text};

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
    /// Judgements, the last one of each finding.
    pub judged: BTreeMap<String, Judgement>,
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

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is none.
    #[error("there is no such interpretation or finding")]
    Unknown,
    /// The findings are not ready.
    #[error("the findings are not ready")]
    NotReady,
    /// Consent was withdrawn.
    #[error("consent was withdrawn")]
    Withdrawn,
    /// Another level or tier without a reason.
    #[error("a change needs a reason")]
    ReasonMissing,
    /// No such level or tier.
    #[error("there is no such level or tier")]
    NoSuchGrade,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-INTERPRETATION-UNKNOWN",
            Self::NotReady => "E-INTERPRETATION-NOT-READY",
            Self::Withdrawn => "E-INTERPRETATION-WITHDRAWN",
            Self::ReasonMissing => "E-INTERPRETATION-REASON",
            Self::NoSuchGrade => "E-INTERPRETATION-GRADE",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!("その所見はありません。", "There is no such finding."),
            Self::NotReady => text!(
                "所見の準備がまだ終わっていません。少し待ってください。",
                "The findings are not ready yet. Please wait a little."
            ),
            Self::Withdrawn => text!(
                "同意が撤回されたため、この所見は使えません。",
                "Consent was withdrawn; these findings cannot be used."
            ),
            Self::ReasonMissing => text!(
                "レベルやTierを変えるときは、理由を書いてください。",
                "Give a reason when you change a level or a tier."
            ),
            Self::NoSuchGrade => text!(
                "そのレベルまたはTierはありません。",
                "There is no such level or tier."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoSuchGrade => "AMP/ASCO/CAP 2017",
            _ => "",
        }
    }
}

/// Tiers as they are written.
const TIERS: [&str; 6] = ["I-A", "I-B", "II-C", "II-D", "III", "IV"];

fn judge(state: &State, finding: String, judgement: Judgement) -> Result<Vec<Event>, Refusal> {
    let outcome = state.outcome.as_ref().ok_or(Refusal::NotReady)?;
    if !outcome.findings.contains(&finding) {
        return Err(Refusal::Unknown);
    }
    let level = judgement.level.is_none_or(|l| (1..=3).contains(&l));
    let tier = judgement.tier.as_deref().is_none_or(|t| TIERS.contains(&t));
    if !level || !tier {
        return Err(Refusal::NoSuchGrade);
    }
    let changes = judgement.level.is_some()
        || judgement.tier.is_some()
        || judgement.verdict == Verdict::Rejected;
    if changes && judgement.reason.is_none() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::Judged { finding, judgement }])
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
        match (state, command) {
            (None, Command::Request { case, run }) => Ok(vec![Event::Requested {
                id: id_of(&run),
                case,
                run,
            }]),
            (Some(state), Command::Withdraw { consent }) if state.status != Status::Withdrawn => {
                Ok(vec![Event::Withdrawn { consent }])
            }
            (Some(_), Command::Withdraw { .. } | Command::Request { .. }) => Ok(vec![]),
            (None, _) => Err(Refusal::Unknown),
            (Some(state), _) if state.status == Status::Withdrawn => Err(Refusal::Withdrawn),
            (Some(state), Command::Finish(_)) if state.status == Status::Ready => Ok(vec![]),
            (Some(_), Command::Finish(outcome)) => Ok(vec![Event::Ready { outcome }]),
            (Some(state), Command::Judge { finding, judgement }) => {
                judge(state, finding, judgement)
            }
        }
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        match (state, event) {
            (_, Event::Requested { case, run, .. }) => Some(State {
                case: case.clone(),
                run: run.clone(),
                status: Status::Requested,
                outcome: None,
                judged: BTreeMap::new(),
            }),
            (Some(state), Event::Ready { outcome }) => Some(State {
                status: Status::Ready,
                outcome: Some(outcome.clone()),
                ..state
            }),
            (Some(mut state), Event::Judged { finding, judgement }) => {
                state.judged.insert(finding.clone(), judgement.clone());
                Some(state)
            }
            (Some(state), Event::Withdrawn { .. }) => Some(State {
                status: Status::Withdrawn,
                ..state
            }),
            (None, _) => None,
        }
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("status", state.status.word().into()),
        ]
    }

    fn jobs(_id: &str, event: &Event) -> Vec<NewJob> {
        match event {
            Event::Requested { id, .. } => vec![NewJob {
                kind: ANNOTATE,
                payload: json!({"interpretation": id}),
                key: format!("{ANNOTATE}:{id}"),
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
