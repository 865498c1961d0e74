//! Pieces that every resource has.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Report;

pub const LOINC: &str = "http://loinc.org";
pub const TBD: &str = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs";
const PROFILE: &str = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition";
const GROUP: &str = "http://terminology.hl7.org/CodeSystem/v2-0074";
const KIND: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

/// Full addresses of the resources of one report: UUIDs of its id and theirs, so that the same report has the same ones.
pub struct Names<'a>(pub &'a Report);

impl Names<'_> {
    /// `urn:uuid:…` (version 8, RFC 9562: the first bits of a SHA-256).
    pub fn of(&self, kind: &str, id: &str) -> String {
        let hash = Sha256::digest(format!("{}#{kind}#{id}", self.0.id));
        let mut bits = hash
            .iter()
            .take(16)
            .fold(0_u128, |n, b| n << 8 | u128::from(*b));
        bits = bits & !(0xf << 76) | 0x8 << 76;
        bits = bits & !(0x3 << 62) | 0x2 << 62;
        let hex = format!("{bits:032x}");
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        let parts = [
            part(0, 8),
            part(8, 12),
            part(12, 16),
            part(16, 20),
            part(20, 32),
        ];
        format!("urn:uuid:{}", parts.join("-"))
    }
}

pub fn refer(name: &str) -> Value {
    json!({"reference": name})
}

pub fn identifier(report: &Report, value: &str) -> Value {
    json!({"system": report.system, "value": value})
}

/// Puts profile and tag on a resource; without either there is no `meta`, because an empty one is not allowed.
pub fn meta(resource: &mut Value, report: &Report, profile: Option<&str>) {
    if let Some(profile) = profile {
        resource["meta"]["profile"] = json!([format!("{PROFILE}/{profile}")]);
    }
    if report.test_data {
        let system = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
        resource["meta"]["tag"] =
            json!([{"system": system, "code": "HTEST", "display": "test health data"}]);
    }
}

/// The categories by code: `laboratory`, `GE` (genetics).
pub fn category(codes: &[&str]) -> Value {
    let system = |code: &str| if code == "GE" { GROUP } else { KIND };
    let one = |code: &&str| json!({"coding": [{"system": system(code), "code": code}]});
    codes.iter().map(one).collect()
}

pub fn loinc(code: &str, display: &str) -> Value {
    json!({"coding": [{"system": LOINC, "code": code, "display": display}]})
}

/// A component with an answer of LOINC.
pub fn coded(code: &str, display: &str, answer: &str, word: &str) -> Value {
    json!({"code": loinc(code, display), "valueCodeableConcept": loinc(answer, word)})
}

/// A component with an answer in words.
pub fn spoken(code: &str, display: &str, text: &str) -> Value {
    json!({"code": loinc(code, display), "valueCodeableConcept": {"text": text}})
}

/// A component with an answer of another code system.
pub fn foreign(code: &str, display: &str, system: &str, answer: &str) -> Value {
    let value = json!({"coding": [{"system": system, "code": answer}], "text": answer});
    json!({"code": loinc(code, display), "valueCodeableConcept": value})
}

/// Observations share the report's life, except that a superseding report makes final observations.
pub fn status(report: &Report) -> &str {
    if report.status == "preliminary" {
        "preliminary"
    } else {
        "final"
    }
}
