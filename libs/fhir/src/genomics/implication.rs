//! The Observation of what a variant means: for treatment by its tier, for the diagnosis by its class.

use serde_json::{Value, json};

use super::parts::{TBD, category, coded, identifier, meta, refer, spoken, status};
use super::{Report, Variant};

/// None for a variant with neither tier nor class. `derived` is the address of the variant.
pub fn write(report: &Report, v: &Variant, derived: &str) -> Option<Value> {
    let (kind, component) = match (&v.tier, &v.class) {
        (Some(tier), _) => ("therapeutic-implication", level(tier)),
        (None, Some(class)) => ("diagnostic-implication", significance(class)),
        (None, None) => return None,
    };
    let mut resource = json!({
        "resourceType": "Observation",
        "status": status(report),
        "category": category(&["laboratory", "GE"]),
        "code": {"coding": [{"system": TBD, "code": kind}]},
        "subject": {"type": "Patient", "identifier": identifier(report, &report.subject)},
        "derivedFrom": [refer(derived)],
        "component": [component],
    });
    meta(&mut resource, report, Some(kind));
    let related: Vec<_> = v.evidence.iter().map(citation).collect();
    if !related.is_empty() {
        resource["extension"] = json!(related);
    }
    Some(resource)
}

fn level(tier: &str) -> Value {
    let text = format!("AMP/ASCO/CAP tier {tier}");
    spoken("93044-6", "Level of evidence", &text)
}

/// The five classes have answers of LOINC; anything else stands in words.
fn significance(class: &str) -> Value {
    let (code, display) = ("53037-8", "Genetic variation clinical significance");
    let plain = class.to_lowercase().replace('_', " ");
    let (answer, word) = match plain.as_str() {
        "pathogenic" => ("LA6668-3", "Pathogenic"),
        "likely pathogenic" => ("LA26332-9", "Likely pathogenic"),
        "uncertain significance" => ("LA26333-7", "Uncertain significance"),
        "likely benign" => ("LA26334-5", "Likely benign"),
        "benign" => ("LA6675-8", "Benign"),
        _ => return spoken(code, display, class),
    };
    coded(code, display, answer, word)
}

fn citation((label, url): &(String, String)) -> Value {
    let mut artifact = json!({"type": "citation", "display": label});
    if !url.is_empty() {
        artifact["url"] = json!(url);
    }
    json!({
        "url": "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact",
        "valueRelatedArtifact": artifact,
    })
}
