//! What can be checked of a bundle without a terminology server: the rules of FHIR R4 and of the genomics reporting
//! guide that concern structure. An empty answer means that nothing is wrong; it is not a full validation.

use std::collections::BTreeSet;

use serde_json::Value;

const GUIDE: &str = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/";

/// What is wrong, each with the place of it (a JSON pointer).
#[must_use]
pub fn bundle(bundle: &Value) -> Vec<String> {
    let mut wrong = vec![];
    empty(bundle, "", &mut wrong);
    require(bundle, "", &["resourceType", "type", "entry"], &mut wrong);
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    let names: Vec<_> = entries
        .iter()
        .filter_map(|e| e["fullUrl"].as_str())
        .collect();
    let unique: BTreeSet<_> = names.iter().collect();
    if unique.len() != entries.len() || !names.iter().all(|n| n.starts_with("urn:uuid:")) {
        wrong.push("/entry: every entry has an address of its own, urn:uuid".to_owned());
    }
    for (i, entry) in entries.iter().enumerate() {
        let at = format!("/entry/{i}/resource");
        resource(&entry["resource"], &at, &mut wrong);
        references(&entry["resource"], &at, &unique, &mut wrong);
    }
    wrong
}

/// No element is empty (ele-1): no empty text, list or object, no null.
fn empty(value: &Value, at: &str, wrong: &mut Vec<String>) {
    let is = match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    };
    if is {
        wrong.push(format!("{at}: empty"));
    }
    match value {
        Value::Array(a) => (0..)
            .zip(a)
            .for_each(|(i, v)| empty(v, &format!("{at}/{i}"), wrong)),
        Value::Object(o) => o
            .iter()
            .for_each(|(k, v)| empty(v, &format!("{at}/{k}"), wrong)),
        _ => {}
    }
}

fn require(value: &Value, at: &str, fields: &[&str], wrong: &mut Vec<String>) {
    let missing = fields.iter().filter(|f| value.get(**f).is_none());
    wrong.extend(missing.map(|f| format!("{at}/{f}: required")));
}

fn resource(value: &Value, at: &str, wrong: &mut Vec<String>) {
    require(
        value,
        at,
        &["status", "code", "category", "subject", "meta"],
        wrong,
    );
    let profile = value["meta"]["profile"][0].as_str().unwrap_or_default();
    let profile = profile.strip_prefix(GUIDE).unwrap_or_default();
    let (kind, statuses): (_, &[&str]) = match profile {
        "genomics-report" => ("DiagnosticReport", &["preliminary", "final", "amended"]),
        _ => ("Observation", &["preliminary", "final"]),
    };
    must(
        value["resourceType"] == kind,
        at,
        "resourceType of its profile",
        wrong,
    );
    must(
        statuses.contains(&value["status"].as_str().unwrap_or_default()),
        at,
        "status of the code list",
        wrong,
    );
    let code = value["code"]["coding"][0]["code"]
        .as_str()
        .unwrap_or_default();
    let expected = match profile {
        "genomics-report" => "51969-4",
        "variant" => "69548-6",
        other => other,
    };
    must(
        code == expected && !code.is_empty(),
        at,
        "code fixed by its profile",
        wrong,
    );
    let has = |wanted: &str| {
        let all = value["category"].as_array();
        all.is_some_and(|all| all.iter().any(|c| c["coding"][0]["code"] == wanted))
    };
    must(has("GE"), at, "category GE", wrong);
    if kind == "Observation" {
        must(has("laboratory"), at, "category laboratory", wrong);
        components(value, at, wrong);
    } else {
        must(
            value.get("issued").is_some_and(instant),
            at,
            "issued with a time zone",
            wrong,
        );
    }
    if profile == "variant" {
        must(
            value["valueCodeableConcept"].is_object(),
            at,
            "a value",
            wrong,
        );
    } else if kind == "Observation" {
        must(
            value["derivedFrom"].is_array(),
            at,
            "derived from a variant",
            wrong,
        );
    }
}

/// Each component has one code and one value.
fn components(value: &Value, at: &str, wrong: &mut Vec<String>) {
    for (i, part) in (0..).zip(value["component"].as_array().into_iter().flatten()) {
        let at = format!("{at}/component/{i}");
        let keys = part.as_object().into_iter().flat_map(|o| o.keys());
        let values = keys.filter(|k| k.starts_with("value")).count();
        must(values == 1, &at, "one value", wrong);
        must(
            part["code"]["coding"][0]["code"].is_string(),
            &at,
            "a code",
            wrong,
        );
    }
}

/// An instant of FHIR: to the second at least, with its zone.
fn instant(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() >= 20 && text.get(10..11) == Some("T") && (text.ends_with('Z') || text.contains('+'))
}

/// Every reference names an entry of the bundle or carries an identifier.
fn references(value: &Value, at: &str, names: &BTreeSet<&&str>, wrong: &mut Vec<String>) {
    match value {
        Value::Object(o) => {
            if let Some(to) = o.get("reference") {
                let known = to.as_str().is_some_and(|to| names.contains(&to));
                must(known, at, "a reference into the bundle", wrong);
            }
            o.iter()
                .for_each(|(k, v)| references(v, &format!("{at}/{k}"), names, wrong));
        }
        Value::Array(a) => {
            (0..)
                .zip(a)
                .for_each(|(i, v)| references(v, &format!("{at}/{i}"), names, wrong));
        }
        _ => {}
    }
}

fn must(holds: bool, at: &str, what: &str, wrong: &mut Vec<String>) {
    if !holds {
        wrong.push(format!("{at}: {what}"));
    }
}
