//! The gates, the verdicts of two readers, the signatures under reports.

use serde_json::{Value, json};

use super::{
    super::world::{World, text},
    Life,
};

/// An analyst accepts or refuses the run.
pub async fn decide(life: &Life, world: &World, accept: bool) -> anyhow::Result<()> {
    let analyst = life.one_of("analyst", 3);
    let path = format!("/api/cases/{}/qc", life.case);
    let qc = world.get(&analyst, &path).await?;
    let gates = qc["gates"].as_array().map(Vec::as_slice);
    let gates = gates.unwrap_or_default();
    let doubt = |g: &Value| matches!(g["answer"].as_str(), Some("warn" | "fail"));
    let body = match (accept, gates.iter().any(doubt)) {
        (true, false) => json!({ "accept": true }),
        (true, true) => json!({ "accept": true, "reason": "fit_for_purpose" }),
        (false, _) => json!({ "accept": false, "reason": "quality_insufficient" }),
    };
    let path = format!("/api/runs/{}/decide", text(&qc, "run")?);
    world.post(&analyst, &path, body).await.map(drop)
}

/// Two curators read the findings: all of them, or one of them the half.
pub async fn read(life: &Life, world: &World, all: bool) -> anyhow::Result<()> {
    let first = life.one_of("curator", 4);
    let second = format!("curator-{}", (life.plan.number + 1) % 4);
    let path = format!("/api/cases/{}/findings", life.case);
    let answer = world.get(&first, &path).await?;
    let findings = answer["findings"].as_array().map(Vec::as_slice);
    let findings = findings.unwrap_or_default();
    let most = if all {
        findings.len()
    } else {
        findings.len().div_ceil(2)
    };
    // what is held back as secondary is not read unless the patient wishes to know
    let shown = findings.iter().filter(|f| f["secondary"] != true);
    for finding in shown.take(most) {
        let id = finding["id"].as_str().unwrap_or_default();
        let path = |step: &str| format!("/api/cases/{}/findings/{id}/{step}", life.case);
        let class = finding["class"].as_str().map(|class| match class {
            "pathogenic" => "pathogenic",
            "likely pathogenic" => "likely_pathogenic",
            _ => "uncertain",
        });
        let body = json!({ "verdict": "accepted", "tier": finding["tier"], "class": class });
        world.post(&first, &path("verdict"), body).await?;
        if all {
            world.post(&second, &path("agree"), json!({})).await?;
        }
    }
    Ok(())
}

/// Signs what stands there.
pub async fn sign(life: &Life, world: &World, kind: &str, who: &str) -> anyhow::Result<()> {
    let id = format!("{}.{kind}", life.case);
    let report = world.get(who, &format!("/api/reports/{id}")).await?;
    let digest = text(&report, "digest")?;
    let purpose = match kind {
        "analysis" => "analysis_report.sign",
        _ => "panel_report.sign",
    };
    let signature = world.signature(who, purpose, &id, &digest).await?;
    let body = json!({ "digest": digest, "signature": signature });
    let path = format!("/api/reports/{id}/sign");
    world.post(who, &path, body).await.map(drop)
}
