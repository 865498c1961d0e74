//! A genomics report as a FHIR R4 collection bundle: one DiagnosticReport, one Observation per variant, one
//! implication per variant that has a tier or a class.

use serde_json::{Value, json};

const LOINC: &str = "http://loinc.org";
const TBD: &str = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs";
const PROFILE: &str = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition";

/// The report, without names: subject and performer are references by identifier.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Identifier of the report, with its version: `0123-04-00057.analysis@1`.
    pub id: String,
    /// The system of all identifiers, an address of the programme.
    pub system: String,
    /// The pseudonymous case or person.
    pub subject: String,
    /// `preliminary` before signing, `final` after, `amended` when it supersedes a signed one.
    pub status: String,
    /// RFC 3339.
    pub issued: String,
    /// Title in the language of the bundle.
    pub title: String,
    /// BCP 47 tag.
    pub language: String,
    /// The summary.
    pub conclusion: String,
    /// The signer's account.
    pub signer: Option<String>,
    /// Specimen numbers.
    pub specimens: Vec<String>,
    /// Variants.
    pub variants: Vec<Variant>,
    /// Printed forms: language tag and SHA-256 (64 hexadecimal digits).
    pub printed: Vec<(String, String)>,
    /// Synthetic data: tagged `HTEST`.
    pub test_data: bool,
}

/// A variant.
#[derive(Debug, Clone, Default)]
pub struct Variant {
    /// Id within the report.
    pub id: String,
    /// Gene symbol.
    pub gene: String,
    /// Coding change.
    pub hgvs_c: String,
    /// Protein change.
    pub hgvs_p: String,
    /// GRCh38 place as text.
    pub place: String,
    /// `Some(true)` germline, `Some(false)` somatic, `None` not settled.
    pub germline: Option<bool>,
    /// Share of reads, 0 to 1.
    pub frequency: Option<f64>,
    /// AMP/ASCO/CAP tier.
    pub tier: Option<String>,
    /// Germline class in words.
    pub class: Option<String>,
    /// The sentence about it.
    pub text: String,
    /// Evidence: label and address.
    pub evidence: Vec<(String, String)>,
}

/// Writes the bundle. The same report gives the same JSON.
#[must_use]
pub fn bundle(report: &Report) -> Value {
    let mut entries = vec![];
    let mut results = vec![];
    for variant in &report.variants {
        let name = format!("variant-{}", variant.id);
        results.push(reference(&name));
        entries.push(entry(&name, observation(report, variant, &name)));
        if let Some(implication) = implication(report, variant, &name) {
            let name = format!("implication-{}", variant.id);
            results.push(reference(&name));
            entries.push(entry(&name, implication));
        }
    }
    entries.insert(0, entry("report", diagnostic_report(report, results)));
    json!({
        "resourceType": "Bundle",
        "identifier": identifier(report, &report.id),
        "type": "collection",
        "timestamp": report.issued,
        "meta": meta(report, None),
        "entry": entries,
    })
}

fn entry(name: &str, resource: Value) -> Value {
    json!({"fullUrl": format!("urn:kumihimo:{name}"), "resource": resource})
}

fn reference(name: &str) -> Value {
    json!({"reference": format!("urn:kumihimo:{name}")})
}

fn identifier(report: &Report, value: &str) -> Value {
    json!({"system": report.system, "value": value})
}

fn meta(report: &Report, profile: Option<&str>) -> Value {
    let mut meta = json!({});
    if let Some(profile) = profile {
        meta["profile"] = json!([format!("{PROFILE}/{profile}")]);
    }
    if report.test_data {
        let system = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
        meta["tag"] = json!([{"system": system, "code": "HTEST", "display": "test health data"}]);
    }
    meta
}

fn diagnostic_report(report: &Report, results: Vec<Value>) -> Value {
    let specimens: Vec<_> = report
        .specimens
        .iter()
        .map(|s| json!({"identifier": identifier(report, s)}))
        .collect();
    let mut resource = json!({
        "resourceType": "DiagnosticReport",
        "meta": meta(report, Some("genomics-report")),
        "language": report.language,
        "identifier": [identifier(report, &report.id)],
        "status": report.status,
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "GE"}]}],
        "code": {"coding": [{"system": LOINC, "code": "51969-4", "display": "Genetic analysis report"}], "text": report.title},
        "subject": {"identifier": identifier(report, &report.subject)},
        "issued": report.issued,
        "specimen": specimens,
        "result": results,
        "conclusion": report.conclusion,
    });
    if let Some(signer) = &report.signer {
        resource["resultsInterpreter"] = json!([{"identifier": identifier(report, signer)}]);
    }
    if !report.printed.is_empty() {
        // `hash` is SHA-1 in R4; the SHA-256 of the sealed file stands in the address.
        let form = |(lang, digest): &(String, String)| json!({"contentType": "application/pdf", "language": lang, "url": format!("urn:sha256:{digest}")});
        resource["presentedForm"] = report.printed.iter().map(form).collect();
    }
    resource
}

fn observation(report: &Report, v: &Variant, name: &str) -> Value {
    let mut components = vec![coded(
        "62374-4",
        "Human reference sequence assembly version",
        "LA26806-2",
        "GRCh38",
    )];
    components.push(spoken("48018-6", "Gene studied ID", &v.gene));
    for (code, display, text) in [
        ("48004-6", "DNA change (c.HGVS)", &v.hgvs_c),
        ("48005-3", "Amino acid change (pHGVS)", &v.hgvs_p),
        ("81290-9", "Genomic DNA change (gHGVS)", &v.place),
    ] {
        if !text.is_empty() {
            components.push(spoken(code, display, text));
        }
    }
    match v.germline {
        Some(true) => components.push(coded(
            "48002-0",
            "Genomic source class",
            "LA6683-2",
            "Germline",
        )),
        Some(false) => components.push(coded(
            "48002-0",
            "Genomic source class",
            "LA6684-0",
            "Somatic",
        )),
        None => {}
    }
    if let Some(share) = v.frequency {
        let value = json!({"value": share, "unit": "1", "system": "http://unitsofmeasure.org", "code": "1"});
        components.push(json!({"code": loinc("81258-6", "Sample variant allelic frequency"), "valueQuantity": value}));
    }
    json!({
        "resourceType": "Observation",
        "meta": meta(report, Some("variant")),
        "identifier": [identifier(report, &format!("{}#{name}", report.id))],
        "status": status(report),
        "category": category(),
        "code": loinc("69548-6", "Genetic variant assessment"),
        "subject": {"identifier": identifier(report, &report.subject)},
        "valueCodeableConcept": loinc("LA9633-4", "Present"),
        "component": components,
        "note": [{"text": v.text}],
    })
}

fn implication(report: &Report, v: &Variant, derived: &str) -> Option<Value> {
    let (kind, component) = match (&v.tier, &v.class) {
        (Some(tier), _) => (
            "therapeutic-implication",
            spoken(
                "93044-6",
                "Level of evidence",
                &format!("AMP/ASCO/CAP tier {tier}"),
            ),
        ),
        (None, Some(class)) => (
            "diagnostic-implication",
            spoken("53037-8", "Genetic variation clinical significance", class),
        ),
        (None, None) => return None,
    };
    let related: Vec<_> = v
        .evidence
        .iter()
        .map(|(label, url)| {
            json!({
                "url": "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact",
                "valueRelatedArtifact": {"type": "citation", "display": label, "url": url},
            })
        })
        .collect();
    let mut resource = json!({
        "resourceType": "Observation",
        "meta": meta(report, Some(kind)),
        "status": status(report),
        "category": category(),
        "code": {"coding": [{"system": TBD, "code": kind}]},
        "subject": {"identifier": identifier(report, &report.subject)},
        "derivedFrom": [reference(derived)],
        "component": [component],
    });
    if !related.is_empty() {
        resource["extension"] = json!(related);
    }
    Some(resource)
}

/// Observations share the report's life, except that a superseding report makes final observations.
fn status(report: &Report) -> &str {
    if report.status == "preliminary" {
        "preliminary"
    } else {
        "final"
    }
}

fn category() -> Value {
    let system = "http://terminology.hl7.org/CodeSystem/observation-category";
    json!([{"coding": [{"system": system, "code": "laboratory"}]}])
}

fn loinc(code: &str, display: &str) -> Value {
    json!({"coding": [{"system": LOINC, "code": code, "display": display}]})
}

fn coded(code: &str, display: &str, answer: &str, word: &str) -> Value {
    json!({"code": loinc(code, display), "valueCodeableConcept": loinc(answer, word)})
}

fn spoken(code: &str, display: &str, text: &str) -> Value {
    json!({"code": loinc(code, display), "valueCodeableConcept": {"text": text}})
}
