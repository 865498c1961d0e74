//! Steps 11 to 13: confirmatory tests, counselling, the explanation by a person, then the patient's own report.

use anyhow::ensure;
use disclosure::{decide::Told, words::Meeting};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Stage, client::User, scene::Scene};

/// Takes the panel's outcomes to the patient.
pub async fn return_results(
    stage: &Stage,
    physician: &User,
    counsellor: &User,
    scene: &Scene<'_>,
    outcomes: &Value,
) -> anyhow::Result<()> {
    let (case, patient) = (scene.case.as_str(), &scene.patient);
    let path = |step: &str| format!("/api/cases/{case}/{step}");
    let early = patient.refused(Method::GET, &path("lay"), None).await?;
    ensure!(
        early.contains("409") || early.contains("403"),
        "the lay report must stay closed: {early}"
    );
    let outcomes = outcomes.as_array().map(Vec::as_slice).unwrap_or_default();
    for outcome in outcomes
        .iter()
        .filter(|o| o.get("confirm_test").is_some_and(Value::is_string))
    {
        let (finding, test) = (&outcome["finding"], &outcome["confirm_test"]);
        physician
            .post(
                &path("confirm/orders"),
                json!({ "finding": finding, "test": test }),
            )
            .await?;
        physician
            .post(
                &path("confirm/results"),
                json!({ "finding": finding, "confirmed": true }),
            )
            .await?;
    }
    if outcomes.iter().any(|o| o["counselling_needed"] == true) {
        counsellor
            .post(&path("counselling"), json!({ "step": "requested" }))
            .await?;
        counsellor
            .post(
                &path("counselling"),
                json!({ "step": "done", "meeting": "onsite" }),
            )
            .await?;
    }
    super::panel::sign(stage, physician, case, "lay").await?;
    explain(physician, scene).await?;
    let pdf = patient.bytes(&path("lay?lang=ja")).await?;
    ensure!(
        pdf.starts_with(b"%PDF"),
        "the patient's report is not a PDF"
    );
    Ok(())
}

/// The physician explains, and signs for it over the report as it stands.
async fn explain(physician: &User, scene: &Scene<'_>) -> anyhow::Result<()> {
    let case = words::CaseId::parse(scene.case.as_str())?;
    let lay = physician.get(&format!("/api/reports/{case}.lay")).await?;
    let told = Told {
        findings: None,
        meeting: Meeting::Onsite,
        attended: serde_json::from_value(json!(scene.attended))?,
        copy_given: true,
        not_to_know: false,
    };
    let digest = told.digest(&case, &format!("report:{case}.lay@{}", lay["version"]));
    let signature = physician
        .signature("explanation.record", case.as_str(), digest.as_str())
        .await?;
    let mut explanation = serde_json::to_value(&told)?;
    explanation["signature"] = signature;
    physician
        .post(&format!("/api/cases/{case}/explanation"), explanation)
        .await
        .map(drop)
}
