//! Mean depth.

use serde_json::Value;
use words::text;

use super::{Better, Gate, Measured, Question, answer, role_text, samples, shown};
use crate::words::{GateResult, NextStep};

/// Enough reads over the assessed bases: a failure asks for more of the same library.
pub const GATE: Gate = Gate {
    id: "coverage",
    asks: text!("平均深度は足りているか", "is the mean depth sufficient?"),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let one = |(role, sample): (&String, &Value)| {
        let value = sample.pointer("/coverage/mean").and_then(Value::as_f64);
        let (who, depth) = (role_text(role), shown(value, 1));
        let limit = if role == "tumour" {
            "coverage.tumour"
        } else {
            "coverage.normal"
        };
        let text = text!(
            ("{}：平均深度 {depth}×", who.ja),
            ("{}: mean depth {depth}x", who.en)
        );
        answer(
            measured,
            Question {
                gate: GATE.id,
                subject: role,
                limit,
                better: Better::Larger,
                next: NextStep::TopUp,
                text,
            },
            value,
            0,
        )
    };
    samples(measured.qc).into_iter().map(one).collect()
}
