//! No read lost, none added: the multiset of reads in the CRAM is that of the delivery.

use serde_json::Value;
use words::text;

use super::{Gate, Measured, role_text, samples};
use crate::words::{Answer, GateResult, NextStep};

/// Reads in = reads out. The pipeline stops by itself when they differ; here it is shown.
pub const GATE: Gate = Gate {
    id: "read_conservation",
    asks: text!(
        "受領したリードがすべて保たれているか",
        "are all delivered reads kept?"
    ),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    samples(measured.qc)
        .into_iter()
        .map(|(role, sample)| one(measured, role, sample))
        .collect()
}

fn one(measured: &Measured<'_>, role: &str, sample: &Value) -> GateResult {
    let count = |key: &str| {
        sample
            .pointer(&format!("/conservation/{key}"))
            .and_then(Value::as_u64)
    };
    let same = sample
        .pointer("/conservation/same")
        .and_then(Value::as_bool);
    let (given, kept, who) = (count("reads_in"), count("reads_out"), role_text(role));
    let (answer, reason) = match same {
        Some(true) => (Answer::Pass, "same_multiset"),
        Some(false) => (Answer::Fail, "reads_differ"),
        None => (Answer::NotAssessable, "not_measured"),
    };
    let (reads, n) = (given.unwrap_or_default(), kept.unwrap_or_default());
    GateResult {
        gate: GATE.id.to_owned(),
        subject: role.to_owned(),
        answer,
        value: given.zip(kept).map(|(a, b)| b as f64 - a as f64),
        limit: None,
        n,
        reason: reason.to_owned(),
        profile: measured.profile.name(),
        text: text!(
            ("{}：受領{reads}リード、出力{n}リード", who.ja),
            ("{}: {reads} reads in, {n} reads out", who.en)
        ),
        next: if answer == Answer::Pass {
            NextStep::Continue
        } else {
            NextStep::Repeat
        },
        hard_stop: answer == Answer::Fail,
    }
}
