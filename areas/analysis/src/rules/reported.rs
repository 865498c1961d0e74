//! Gates that the identity step has judged already: taken over with texts, next steps and hard stops.

use serde_json::Value;
use words::Text;

use super::Measured;
use crate::words::{Answer, GateResult, Limit, NextStep};

/// How a reported gate is told.
pub struct Told {
    /// Name here.
    pub gate: &'static str,
    /// Prefix of its name in `qc.json`; the rest is the subject.
    pub prefix: &'static str,
    /// A failure stops the case.
    pub hard_stop: bool,
    /// What to do on failure.
    pub next: NextStep,
    /// For people, by subject, answer and value.
    pub text: fn(&str, Answer, Option<f64>) -> Text,
}

/// Every reported gate with the prefix.
pub fn take(measured: &Measured<'_>, told: &Told) -> Vec<GateResult> {
    let gates = measured
        .qc
        .pointer("/identity/gates")
        .and_then(Value::as_array);
    gates
        .into_iter()
        .flatten()
        .filter_map(|gate| one(measured, told, gate))
        .collect()
}

fn one(measured: &Measured<'_>, told: &Told, gate: &Value) -> Option<GateResult> {
    let subject = gate
        .get("gate")?
        .as_str()?
        .strip_prefix(told.prefix)?
        .trim_start_matches('.');
    let answer: Answer = serde_json::from_value(gate.get("answer")?.clone()).ok()?;
    let limit: Option<Limit> = gate
        .get("limit")
        .and_then(|l| serde_json::from_value(l.clone()).ok());
    let value = gate.get("value").and_then(Value::as_f64);
    let next = match answer {
        Answer::Pass => NextStep::Continue,
        Answer::Warn | Answer::NotAssessable => NextStep::AcceptWithReason,
        Answer::Fail => told.next,
    };
    Some(GateResult {
        gate: told.gate.to_owned(),
        subject: subject.to_owned(),
        answer,
        value,
        limit: limit.filter(|_| answer != Answer::NotAssessable),
        n: gate.get("n").and_then(Value::as_u64).unwrap_or_default(),
        reason: gate
            .get("reason")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        profile: measured.profile.name(),
        text: (told.text)(subject, answer, value),
        next,
        hard_stop: told.hard_stop && answer == Answer::Fail,
    })
}
