//! Share of reads that the reference explains.

use serde_json::Value;
use words::text;

use super::{Better, Gate, Measured, Question, answer, percent, role_text, samples};
use crate::words::{GateResult, NextStep};

/// A low share means foreign sequence or a wrong reference.
pub const GATE: Gate = Gate {
    id: "mapped",
    asks: text!("リードは参照配列に載っているか", "do the reads map?"),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let one = |(role, sample): (&String, &Value)| {
        let value = sample
            .pointer("/alignment/mapped_fraction")
            .and_then(Value::as_f64);
        let reads = sample
            .pointer("/alignment/reads")
            .and_then(Value::as_f64)
            .unwrap_or_default();
        let (who, share) = (role_text(role), percent(value));
        let text = text!(
            ("{}：マップ率 {share}", who.ja),
            ("{}: {share} of the reads map", who.en)
        );
        answer(
            measured,
            Question {
                gate: GATE.id,
                subject: role,
                limit: "mapped",
                better: Better::Larger,
                next: NextStep::Recollect,
                text,
            },
            value,
            reads as u64,
        )
    };
    samples(measured.qc).into_iter().map(one).collect()
}
