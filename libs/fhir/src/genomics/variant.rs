//! The Observation of a variant.

use serde_json::{Value, json};

use super::parts::{category, coded, foreign, identifier, loinc, meta, spoken, status};
use super::{Report, Variant, place};

const HGVS: &str = "http://varnomen.hgvs.org";

pub fn write(report: &Report, v: &Variant) -> Value {
    let name = format!("{}#variant-{}", report.id, v.id);
    let mut resource = json!({
        "resourceType": "Observation",
        "identifier": [identifier(report, &name)],
        "status": status(report),
        "category": category(&["laboratory", "GE"]),
        "code": loinc("69548-6", "Genetic variant assessment"),
        "subject": {"type": "Patient", "identifier": identifier(report, &report.subject)},
        "valueCodeableConcept": loinc("LA9633-4", "Present"),
        "component": components(v),
    });
    meta(&mut resource, report, Some("variant"));
    if !v.text.is_empty() {
        resource["note"] = json!([{"text": v.text}]);
    }
    resource
}

fn components(v: &Variant) -> Vec<Value> {
    let assembly = "Human reference sequence assembly version";
    let mut all = vec![coded("62374-4", assembly, "LA26806-2", "GRCh38")];
    if !v.gene.is_empty() {
        all.push(spoken("48018-6", "Gene studied ID", &v.gene));
    }
    for (code, display, text) in [
        ("48004-6", "DNA change (c.HGVS)", &v.hgvs_c),
        ("48005-3", "Amino acid change (pHGVS)", &v.hgvs_p),
    ] {
        if !text.is_empty() {
            all.push(foreign(code, display, HGVS, text));
        }
    }
    all.extend(place::components(&v.place));
    let class = "Genomic source class";
    match v.germline {
        Some(true) => all.push(coded("48002-0", class, "LA6683-2", "Germline")),
        Some(false) => all.push(coded("48002-0", class, "LA6684-0", "Somatic")),
        None => {}
    }
    if let Some(share) = v.frequency {
        let value = json!({"value": share, "unit": "1", "system": "http://unitsofmeasure.org", "code": "1"});
        let code = loinc("81258-6", "Sample variant allelic frequency");
        all.push(json!({"code": code, "valueQuantity": value}));
    }
    all
}
