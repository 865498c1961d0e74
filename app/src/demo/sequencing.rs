//! Step 4: the order, the manifest, the files; the intake runs in the worker.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use sim::Sample;
use words::At;

use super::{client::User, staff::VENDOR};

/// Orders sequencing of all tubes of a case. Answers the order's id.
pub async fn order(analyst: &User, case: &str) -> anyhow::Result<String> {
    let drafted = analyst
        .post(
            &format!("/api/cases/{case}/orders"),
            json!({ "vendor": VENDOR, "profile": "slice" }),
        )
        .await?;
    let id = text(&drafted, "id")?;
    analyst
        .post(&format!("/api/orders/{id}/release"), json!({}))
        .await?;
    Ok(id)
}

/// Delivers the reads of one tube and waits for the answer of the intake.
pub async fn deliver(
    vendor: &User,
    order: &str,
    tube: &str,
    sample: &Sample,
    now: At,
) -> anyhow::Result<()> {
    let manifest = sample.manifest(order, tube, now.plus_days(-2))?;
    let announced = vendor.announce(&manifest).await?;
    let id = text(&announced, "id")?;
    for file in sample.lanes.iter().flat_map(|lane| [&lane.r1, &lane.r2]) {
        let name = file
            .file_name()
            .context("a file without a name")?
            .to_string_lossy();
        vendor
            .put_file(&format!("/api/deliveries/{id}/files/{name}"), file)
            .await?;
    }
    match settled(vendor, &id).await?.as_str() {
        "accepted" => Ok(()),
        other => {
            let reasons = vendor
                .get(&format!("/api/deliveries/{id}/quarantine"))
                .await?;
            bail!("delivery {id} is {other}: {reasons}")
        }
    }
}

async fn settled(vendor: &User, id: &str) -> anyhow::Result<String> {
    for _ in 0..600 {
        let status = text(
            &vendor.get(&format!("/api/deliveries/{id}")).await?,
            "status",
        )?;
        if matches!(status.as_str(), "accepted" | "quarantined" | "refused") {
            return Ok(status);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("delivery {id} was not taken in within two minutes")
}

/// A text field of an answer.
pub fn text(answer: &Value, field: &str) -> anyhow::Result<String> {
    let found = answer.get(field).and_then(Value::as_str).map(str::to_owned);
    found.with_context(|| format!("the answer has no {field}: {answer}"))
}

/// Step 6: the analyst looks at the gates and accepts the run; warnings need a reason, a swap cannot be accepted.
pub async fn accept_run(analyst: &User, case: &str) -> anyhow::Result<()> {
    let qc = analyst.get(&format!("/api/cases/{case}/qc")).await?;
    let run = text(&qc, "run")?;
    let gates = qc["gates"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let doubtful = gates
        .iter()
        .any(|g| matches!(g["answer"].as_str(), Some("warn" | "fail")));
    let decision = if doubtful {
        json!({ "accept": true, "reason": "fit_for_purpose" })
    } else {
        json!({ "accept": true })
    };
    analyst
        .post(&format!("/api/runs/{run}/decide"), decision)
        .await?;
    Ok(())
}
