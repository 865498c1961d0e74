//! Share of duplicate reads.

use serde_json::Value;
use words::text;

use super::{Better, Gate, Measured, Question, answer, percent, role_text, samples};
use crate::words::{GateResult, NextStep};

/// Many duplicates mean a poor library: more of it would bring little.
pub const GATE: Gate = Gate {
    id: "duplicates",
    asks: text!("重複リードは多すぎないか", "are there too many duplicates?"),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let one = |(role, sample): (&String, &Value)| {
        let value = sample
            .pointer("/alignment/duplicate_fraction")
            .and_then(Value::as_f64);
        let mapped = sample
            .pointer("/alignment/mapped")
            .and_then(Value::as_f64)
            .unwrap_or_default();
        let (who, share) = (role_text(role), percent(value));
        let text = text!(
            ("{}：重複率 {share}", who.ja),
            ("{}: {share} duplicates", who.en)
        );
        answer(
            measured,
            Question {
                gate: GATE.id,
                subject: role,
                limit: "duplicates",
                better: Better::Smaller,
                next: NextStep::Repeat,
                text,
            },
            value,
            mapped as u64,
        )
    };
    samples(measured.qc).into_iter().map(one).collect()
}
