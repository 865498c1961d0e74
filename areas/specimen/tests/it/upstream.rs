//! What registry and consent have to say before there is a tube.

use serde_json::json;
use store::Db;
use web::testing::Stage;

pub const HOSPITAL: &str = "hospital";
pub const VENDOR: &str = "vendor";

pub async fn stage(db: Db) -> Stage {
    let areas = vec![registry::area(), consent::area(), specimen::area()];
    web::testing::platform(db, areas).await
}

/// Approves a hospital and a vendor and registers a cancer case: case and person.
pub async fn case(stage: &Stage) -> (String, String) {
    let office = stage.sign_in("office", None).await;
    let name = json!({ "ja": "見本病院", "en": "Sample Hospital" });
    let approvals = |kind: Option<&str>, system: Option<&str>| json!([{ "kind": kind, "system": system, "from": "2026-04-01", "reference": "EC-1" }]);
    for site in [
        json!({ "id": HOSPITAL, "kind": "hospital", "code": "0123", "name": name, "approvals": approvals(Some("cancer"), Some("b")) }),
        json!({ "id": VENDOR, "kind": "vendor", "code": "9001", "name": name, "approvals": approvals(None, None) }),
    ] {
        let (status, said) = stage.call("POST", "/api/sites", Some(&office), site).await;
        assert!(status < 300, "{said}");
    }
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let ground = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let member = json!({ "relation": "proband", "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1960-05-05", "sex": "female" });
    let case = json!({ "site": HOSPITAL, "eligibility": ground, "members": [member] });
    let (status, said) = stage
        .call("POST", "/api/cases", Some(&coordinator), case)
        .await;
    assert_eq!(status, 201, "{said}");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&said["id"]), text(&said["members"][0]["person"]))
}

pub async fn consent(stage: &Stage, case: &str, person: &str) {
    consent::run(&stage.platform, case, person, true).await;
}
pub async fn withdraw(stage: &Stage, case: &str, person: &str) {
    consent::run(&stage.platform, case, person, false).await;
}
