//! What registry, consent and specimen have to say before there is an order.

#[path = "../../../specimen/tests/it/upstream.rs"]
mod before;

use serde_json::json;
use store::Db;
use web::testing::Stage;

pub use before::{HOSPITAL, VENDOR, case, consent, withdraw};

pub async fn stage(db: Db) -> Stage {
    stage_with(db, |_| {}).await
}

pub async fn stage_with(db: Db, change: impl FnOnce(&mut web::Settings)) -> Stage {
    let areas = [before::areas(), vec![sequencing::area()]].concat();
    web::testing::platform_with(db, areas, change).await
}

/// Plans, collects, ships and accepts one tube: its number.
pub async fn accepted_tube(stage: &Stage, case: &str, person: &str) -> String {
    let id = labelled_tube(stage, case, person).await;
    for step in ["ship", "receive", "accept"] {
        carry(stage, &id, step).await;
    }
    id
}

/// Plans, collects and labels one tube: its number.
pub async fn labelled_tube(stage: &Stage, case: &str, person: &str) -> String {
    let nurse = stage
        .sign_in_as("nurse", "technician", Some(HOSPITAL), None)
        .await;
    let plan = json!({ "person": person, "role": "tumour", "material": "dna" });
    let (status, said) = stage
        .call(
            "POST",
            &format!("/api/cases/{case}/tubes"),
            Some(&nurse),
            plan,
        )
        .await;
    assert_eq!(status, 201, "{said}");
    let id = said["tubes"][0]["id"].as_str().unwrap().to_owned();
    for step in ["collect", "label"] {
        carry(stage, &id, step).await;
    }
    id
}

/// One step of a tube, by who takes it.
pub async fn carry(stage: &Stage, id: &str, step: &str) {
    let body = match step {
        "label" => json!({ "scanned": id }),
        "ship" => json!({ "scanned": id, "to": VENDOR, "carrier": "A", "waybill": "1" }),
        "receive" => json!({ "scanned": id, "condition": "good", "seal_ok": true }),
        "nonconforming" => json!({ "class": "quality" }),
        _ => json!({}),
    };
    let (account, role, site) = match step {
        "collect" | "label" | "ship" => ("nurse", "technician", HOSPITAL),
        _ => ("receiver", "vendor", VENDOR),
    };
    let token = stage.sign_in_as(account, role, Some(site), None).await;
    let path = format!("/api/tubes/{id}/{step}");
    let (status, said) = stage.call("POST", &path, Some(&token), body).await;
    assert_eq!(status, 200, "{step}: {said}");
}
