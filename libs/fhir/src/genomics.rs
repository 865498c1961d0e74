//! A genomics report as a FHIR R4 collection bundle: one DiagnosticReport, one Observation per variant, one
//! implication per variant that has a tier or a class.

mod implication;
mod parts;
mod place;
mod variant;

use serde_json::{Value, json};

use parts::{Names, category, identifier, loinc, meta, refer};

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
    let names = Names(report);
    let mut observations = vec![];
    for v in &report.variants {
        let name = names.of("variant", &v.id);
        let implication = implication::write(report, v, &name);
        observations.push((name, variant::write(report, v)));
        observations.extend(implication.map(|i| (names.of("implication", &v.id), i)));
    }
    let results = observations.iter().map(|(name, _)| refer(name)).collect();
    let first = (names.of("report", ""), diagnostic_report(report, results));
    let entries = std::iter::once(first).chain(observations);
    let entry = |(name, resource)| json!({"fullUrl": name, "resource": resource});
    let mut bundle = json!({
        "resourceType": "Bundle",
        "identifier": identifier(report, &report.id),
        "type": "collection",
        "timestamp": report.issued,
        "entry": entries.map(entry).collect::<Vec<_>>(),
    });
    meta(&mut bundle, report, None);
    bundle
}

fn diagnostic_report(report: &Report, results: Vec<Value>) -> Value {
    let mut resource = json!({
        "resourceType": "DiagnosticReport",
        "language": report.language,
        "identifier": [identifier(report, &report.id)],
        "status": report.status,
        "category": category(&["GE"]),
        "code": loinc("51969-4", "Genetic analysis report"),
        "subject": {"type": "Patient", "identifier": identifier(report, &report.subject)},
        "issued": report.issued,
    });
    meta(&mut resource, report, Some("genomics-report"));
    resource["code"]["text"] = json!(report.title);
    // An empty list or text is not allowed in FHIR: what is not there is left out.
    if !report.specimens.is_empty() {
        let tube = |s: &String| json!({"type": "Specimen", "identifier": identifier(report, s)});
        resource["specimen"] = report.specimens.iter().map(tube).collect();
    }
    if !results.is_empty() {
        resource["result"] = json!(results);
    }
    if !report.conclusion.is_empty() {
        resource["conclusion"] = json!(report.conclusion);
    }
    if let Some(signer) = &report.signer {
        resource["resultsInterpreter"] =
            json!([{"type": "Practitioner", "identifier": identifier(report, signer)}]);
    }
    if !report.printed.is_empty() {
        // `hash` is SHA-1 in R4; the SHA-256 of the sealed file stands in the address.
        let form = |(lang, digest): &(String, String)| json!({"contentType": "application/pdf", "language": lang, "url": format!("urn:sha256:{digest}")});
        resource["presentedForm"] = report.printed.iter().map(form).collect();
    }
    resource
}
