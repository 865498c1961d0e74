//! Step 3: tubes numbered, collected, shipped with a scan out, received with a scan in, accepted.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{client::User, staff::VENDOR};

/// Plans one tube and carries it to the vendor. Answers its number.
pub async fn carry(
    site: &User,
    vendor: &User,
    case: &str,
    person: &str,
    role: &str,
) -> anyhow::Result<String> {
    let plan = json!({ "person": person, "role": role, "material": "dna", "count": 1 });
    let planned = site.post(&format!("/api/cases/{case}/tubes"), plan).await?;
    let id = number(&planned).context("no tube number came back")?;
    let step = |name: &str| format!("/api/tubes/{id}/{name}");
    site.post(&step("collect"), json!({})).await?;
    site.post(&step("label"), json!({ "scanned": id })).await?;
    let waybill = format!("WB-{id}");
    site.post(
        &step("ship"),
        json!({ "scanned": id, "to": VENDOR, "carrier": "demo-carrier", "waybill": waybill }),
    )
    .await?;
    let received = json!({ "scanned": id, "condition": "good", "seal_ok": true, "temp_min": 2.5, "temp_max": 6.0 });
    vendor.post(&step("receive"), received).await?;
    vendor
        .post(&step("accept"), json!({ "din": 8.1, "amount_ng": 1500 }))
        .await?;
    Ok(id)
}

fn number(planned: &Value) -> Option<String> {
    planned
        .get("tubes")?
        .get(0)?
        .get("id")?
        .as_str()
        .map(str::to_owned)
}
