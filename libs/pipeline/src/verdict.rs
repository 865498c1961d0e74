//! Whether the samples are what they were called. The program without a server has nobody else to ask, so a swap is its
//! own hard stop; the platform asks its gates, which also let people decide.

use serde_json::Value;

use crate::qc;
use crate::said::Said;
use crate::{Role, analyse::role_ja};

/// Gates whose failure means another tube, person or file than was said.
const HARD: &[&str] = &[
    "identity.concordance",
    "identity.tumour_in_normal",
    "relatedness.mother_proband",
    "relatedness.father_proband",
    "relatedness.mother_father",
];

/// What is wrong with who is who in the content of `qc.json`; empty if nothing is.
pub fn swaps(measured: &Value) -> Vec<Said> {
    let gates = measured
        .pointer("/identity/gates")
        .and_then(Value::as_array);
    let failed = gates.into_iter().flatten().filter_map(failed);
    failed.chain(same_reads(measured)).collect()
}

fn failed(gate: &Value) -> Option<Said> {
    let text = |key: &str| gate.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = text("gate");
    if text("answer") != "fail" || !HARD.contains(&name) {
        return None;
    }
    let value = gate.get("value").and_then(Value::as_f64).unwrap_or(0.0);
    let (ja, en) = words(name, text("reason"));
    Some(Said::new(
        format!("{ja}（{name} = {value:.2}）"),
        format!("{en} ({name} = {value:.2})"),
    ))
}

fn words(gate: &str, reason: &str) -> (&'static str, &'static str) {
    match (gate, reason) {
        ("identity.tumour_in_normal", "labels_exchanged") => (
            "腫瘍と正常のラベルが入れ替わっています",
            "the labels of tumour and normal are exchanged",
        ),
        ("identity.tumour_in_normal", _) => (
            "正常検体に腫瘍が大量に混じっています",
            "the normal holds much of the tumour",
        ),
        ("identity.concordance", _) => (
            "腫瘍と正常が同じ人のものではありません",
            "tumour and normal are not of one person",
        ),
        (_, "same_sample") => (
            "家族の2人分の検体が同じ人のものです",
            "two samples of the family are of one person",
        ),
        ("relatedness.mother_proband", _) => (
            "母と発端者が親子ではありません",
            "the mother is not the child's",
        ),
        _ => (
            "父と発端者が親子ではありません",
            "the father is not the child's",
        ),
    }
}

/// Lanes with the very same reads, and mates that are one file: copies under other names.
fn same_reads(measured: &Value) -> Vec<Said> {
    let lanes = lanes(measured);
    let mut found = Vec::new();
    for (number, (role, lane)) in lanes.iter().enumerate() {
        let sums: Vec<&Value> = files(lane).filter_map(|f| f.get("sha256")).collect();
        if let [r1, r2] = sums.as_slice()
            && r1 == r2
        {
            found.push(Said::new(
                format!("{}の R1 と R2 が同じ内容です", role_ja(*role)),
                format!("R1 and R2 of the {} are the same file", qc::key(*role)),
            ));
        }
        let rest = lanes.get(number + 1..).unwrap_or_default();
        let twin = |other: &&(Role, &Value)| {
            lane.get("digest").is_some() && lane.get("digest") == other.1.get("digest")
        };
        if let Some((other, _)) = rest.iter().find(twin) {
            found.push(Said::new(
                format!(
                    "{}と{}に同じリードが指定されています",
                    role_ja(*role),
                    role_ja(*other)
                ),
                format!(
                    "the same reads were given for the {} and the {}",
                    qc::key(*role),
                    qc::key(*other)
                ),
            ));
        }
    }
    found
}

fn lanes(measured: &Value) -> Vec<(Role, &Value)> {
    let samples = measured.get("samples").and_then(Value::as_object);
    samples
        .into_iter()
        .flatten()
        .filter_map(|(role, sample)| {
            let role: Role = serde_json::from_value(Value::String(role.clone())).ok()?;
            Some((role, sample.get("lanes")?.as_array()?))
        })
        .flat_map(|(role, lanes)| lanes.iter().map(move |lane| (role, lane)))
        .collect()
}

fn files(lane: &Value) -> impl Iterator<Item = &Value> {
    lane.get("files")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::swaps;

    fn measured(gate: &str, answer: &str, reason: &str) -> serde_json::Value {
        json!({"identity": {"gates": [{"gate": gate, "answer": answer, "value": 1.0, "reason": reason}]}, "samples": {}})
    }

    #[test]
    fn exchanged_labels_another_person_and_strangers_are_hard_stops() {
        for (gate, reason) in [
            ("identity.tumour_in_normal", "labels_exchanged"),
            ("identity.concordance", "unrelated_sample"),
            ("relatedness.mother_proband", "not_parent_and_child"),
            ("relatedness.mother_father", "same_sample"),
        ] {
            assert_eq!(swaps(&measured(gate, "fail", reason)).len(), 1, "{gate}");
            assert!(swaps(&measured(gate, "warn", reason)).is_empty(), "{gate}");
        }
        assert!(swaps(&measured("contamination.normal", "fail", "above")).is_empty());
    }

    #[test]
    fn copies_of_reads_are_found_by_content() {
        let lane = |digest: &str, r1: &str, r2: &str| json!({"digest": digest, "files": [{"sha256": r1}, {"sha256": r2}]});
        let qc = json!({"samples": {
            "tumour": {"lanes": [lane("d", "a", "b")]},
            "normal": {"lanes": [lane("d", "c", "d"), lane("e", "x", "x")]},
        }});
        let found = swaps(&qc);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|s| !s.ja.is_empty()));
    }
}
