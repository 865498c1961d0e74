//! The gates: one file per question, one list. Each reads `qc.json` and answers for every sample or relation it is about.

mod concordance;
mod conservation;
mod contamination;
mod coverage;
mod duplicates;
mod mapped;
mod profile;
mod relatedness;
mod reported;
mod sex;
mod tumour_in_normal;

use serde_json::Value;
use words::{Text, text};

pub use profile::{Profile, Reference, reference};
pub use relatedness::{tells_kinship, without_kinship};

use crate::words::{Answer, GateResult, Limit, Mode, NextStep, Owner, Sample};

/// What the gates look at.
pub struct Measured<'a> {
    /// The content of `qc.json`.
    pub qc: &'a Value,
    /// Which workflow it is of.
    pub mode: Mode,
    /// The limits.
    pub profile: &'a Profile,
}

/// One question about a run.
pub struct Gate {
    /// Stable name.
    pub id: &'static str,
    /// What it asks.
    pub asks: Text,
    judge: fn(&Measured<'_>) -> Vec<GateResult>,
}

/// Every gate, in the order they are shown.
pub const GATES: &[Gate] = &[
    conservation::GATE,
    concordance::GATE,
    tumour_in_normal::GATE,
    relatedness::GATE,
    sex::GATE,
    contamination::GATE,
    coverage::GATE,
    mapped::GATE,
    duplicates::GATE,
];

/// Whose an output of a run is. A run over one person's samples makes that person's outputs; of several people's, files
/// named after a sample are of that sample's person, and everything else was made of all of them together.
#[must_use]
pub fn owner(run: &str, samples: &[Sample], name: &str) -> Owner {
    let alone = |s: &Sample| samples.iter().all(|other| other.person == s.person);
    let named = |s: &Sample| {
        let rest = name.strip_prefix(s.specimen.as_str());
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    match samples.iter().find(|s| alone(s) || named(s)) {
        Some(sample) => Owner::Member {
            person: sample.person.clone(),
        },
        None => Owner::Run {
            run: run.to_owned(),
        },
    }
}

/// Asks every gate.
#[must_use]
pub fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    GATES
        .iter()
        .flat_map(|gate| (gate.judge)(measured))
        .collect()
}

/// Names of the samples in `qc.json`.
fn samples(qc: &Value) -> Vec<(&String, &Value)> {
    qc.get("samples")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .collect()
}

/// Whether larger or smaller values are better.
#[derive(Clone, Copy)]
enum Better {
    Larger,
    Smaller,
}

/// Compares a value with its limits.
fn compare(value: f64, limit: Limit, better: Better) -> Answer {
    let beyond = |mark: f64| match better {
        Better::Larger => value < mark,
        Better::Smaller => value > mark,
    };
    match (beyond(limit.fail), beyond(limit.warn)) {
        (true, _) => Answer::Fail,
        (_, true) => Answer::Warn,
        _ => Answer::Pass,
    }
}

/// A number that was measured for one sample, against limits of the profile.
struct Question<'a> {
    gate: &'static str,
    subject: &'a str,
    limit: &'a str,
    better: Better,
    next: NextStep,
    text: Text,
}

fn answer(
    measured: &Measured<'_>,
    question: Question<'_>,
    value: Option<f64>,
    n: u64,
) -> GateResult {
    let limit = measured.profile.limit(question.limit);
    let (answer, reason) = match (value, limit) {
        (Some(value), Some(limit)) => match compare(value, limit, question.better) {
            Answer::Pass => (Answer::Pass, "within_limits"),
            Answer::Warn => (Answer::Warn, "beyond_warn_limit"),
            other => (other, "beyond_fail_limit"),
        },
        (None, _) => (Answer::NotAssessable, "not_measured"),
        (_, None) => (Answer::NotAssessable, "no_limit"),
    };
    let next = match answer {
        Answer::Pass => NextStep::Continue,
        Answer::Warn | Answer::NotAssessable => NextStep::AcceptWithReason,
        Answer::Fail => question.next,
    };
    GateResult {
        gate: question.gate.to_owned(),
        subject: question.subject.to_owned(),
        answer,
        value,
        limit,
        n,
        reason: reason.to_owned(),
        profile: measured.profile.name(),
        text: question.text,
        next,
        hard_stop: false,
    }
}

/// A value in a text, with as many digits as it deserves; a dash where there is none.
fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"))
}

/// A share in per cent.
fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{:.2} %", v * 100.0))
}

fn role_text(code: &str) -> Text {
    use crate::words::SampleRole::{Father, Mother, Normal, Proband, Sample, Tumour};
    let roles = [Sample, Tumour, Normal, Proband, Mother, Father];
    roles
        .into_iter()
        .find(|r| r.code() == code)
        .map_or_else(|| text!("検体", "sample"), crate::words::SampleRole::text)
}
