//! Child, mother and father are what they are said to be.

use serde_json::{Value, json};
use words::{Text, text};

use super::{Gate, Measured, reported, shown};
use crate::words::{Answer, GateResult, NextStep};

/// Parents share an allele with their child everywhere; parents are two persons.
pub const GATE: Gate = Gate {
    id: "relatedness",
    asks: text!("家族関係は申告どおりか", "are the relations as declared?"),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let told = reported::Told {
        gate: GATE.id,
        prefix: "relatedness",
        hard_stop: true,
        next: NextStep::Investigate,
        text: tell,
    };
    reported::take(measured, &told)
}

fn tell(subject: &str, answer: Answer, value: Option<f64>) -> Text {
    let value = shown(value, 3);
    let (ja, en) = match subject {
        "mother_proband" => ("母と発端者", "mother and proband"),
        "father_proband" => ("父と発端者", "father and proband"),
        _ => ("母と父", "mother and father"),
    };
    match answer {
        Answer::Pass => text!(
            ("{ja}の関係は申告どおりです（{value}）"),
            ("{en}: as declared ({value})")
        ),
        Answer::Warn => text!(
            ("{ja}の関係に食い違いがあります（{value}）"),
            ("{en}: some disagreement ({value})")
        ),
        Answer::Fail => text!(
            ("{ja}の関係が申告と合いません（{value}）"),
            ("{en}: not as declared ({value})")
        ),
        Answer::NotAssessable => text!(
            ("{ja}：比べられる部位が足りません"),
            ("{en}: too few sites to compare")
        ),
    }
}

/// Whether a gate tells of a stated relationship: shown to the centre's analyst and geneticist, and to nobody else.
#[must_use]
pub fn tells_kinship(gate: &GateResult) -> bool {
    gate.gate == GATE.id
}

/// The figures of a run without those that tell of a stated relationship: how genomes were compared between persons, and
/// how the child's agrees with the parents'.
#[must_use]
pub fn without_kinship(mut qc: Value) -> Value {
    let gates = qc.pointer("/identity/gates").and_then(Value::as_array);
    let between = |gate: &&Value| {
        let name = gate.get("gate").and_then(Value::as_str);
        name.is_some_and(|name| name.starts_with(GATE.id))
    };
    let kept: Vec<Value> = gates
        .into_iter()
        .flatten()
        .filter(|g| !between(g))
        .cloned()
        .collect();
    if let Some(all) = qc.as_object_mut() {
        all.remove("inheritance");
        if all.contains_key("identity") {
            all.insert("identity".to_owned(), json!({ "gates": kept }));
        }
    }
    qc
}
