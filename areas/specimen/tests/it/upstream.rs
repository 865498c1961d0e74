//! What registry and consent have to say before there is a tube. The tests of the next area begin here too.

use serde_json::{Value, json};
use web::testing::Stage;

pub const HOSPITAL: &str = "hospital";
pub const VENDOR: &str = "vendor";

/// The areas up to this one.
pub fn areas() -> Vec<web::Area> {
    vec![registry::area(), consent::area(), specimen::area()]
}

/// Approves a hospital and a vendor and registers a cancer case: case and person.
pub async fn case(stage: &Stage) -> (String, String) {
    let ground = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    case_of(stage, ground).await
}

/// The same for a case on the ground that is given.
pub async fn case_of(stage: &Stage, ground: Value) -> (String, String) {
    let office = stage.sign_in("office", None).await;
    let name = json!({ "ja": "見本病院", "en": "Sample Hospital" });
    let approvals = |kind: Option<&str>, system: Option<&str>| json!([{ "kind": kind, "system": system, "from": "2026-04-01", "reference": "EC-1" }]);
    for site in [
        json!({ "id": HOSPITAL, "kind": "hospital", "code": "0123", "name": name, "approvals": approvals(ground["kind"].as_str(), Some("B")) }),
        json!({ "id": VENDOR, "kind": "vendor", "code": "9001", "name": name, "approvals": approvals(None, None) }),
    ] {
        let (status, said) = stage.call("POST", "/api/sites", Some(&office), site).await;
        assert!(status < 300, "{said}");
    }
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let member = json!({ "relation": "proband", "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1960-05-05", "sex": "female" });
    let case = json!({ "site": HOSPITAL, "eligibility": ground, "members": [member] });
    let (status, said) = stage
        .call("POST", "/api/cases", Some(&coordinator), case)
        .await;
    assert_eq!(status, 201, "{said}");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&said["id"]), text(&said["members"][0]["person"]))
}

/// Records a consent on the model form: everything mandatory agreed, no choice made.
pub async fn consent(stage: &Stage, case: &str, person: &str) {
    consent_on(stage, case, person, "icf-cancer-adult@1.0").await;
}

/// The same on the form that is given.
pub async fn consent_on(stage: &Stage, case: &str, person: &str, form: &str) {
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let (status, forms) = stage
        .call("GET", "/api/forms", Some(&coordinator), Value::Null)
        .await;
    assert_eq!(status, 200, "{forms}");
    let forms = forms["forms"].as_array().unwrap();
    let form = forms
        .iter()
        .find(|f| f["reference"] == json!(form))
        .unwrap();
    let items = form["form"]["items"]
        .as_array()
        .or(form["form"]["item"].as_array())
        .unwrap();
    let shown = items.iter().filter(|i| i["when"].is_null());
    let answer = |i: &Value| {
        if i["kind"] == json!("mandatory") {
            "agree"
        } else {
            "not_set"
        }
    };
    let answers: serde_json::Map<String, Value> = shown
        .map(|i| (i["code"].as_str().unwrap().to_owned(), json!(answer(i))))
        .collect();
    let record = json!({
        "case": case, "person": person, "form": form["reference"], "form_sha256": form["sha256"], "giver": "self",
        "answers": answers, "explained": { "place": "onsite", "method": "e_onsite" }, "identity_check": "face_to_face",
        "signature_sha256": words::Digest::of(b"signature"),
    });
    let (status, said) = stage
        .call("POST", "/api/consents", Some(&coordinator), record)
        .await;
    assert_eq!((status, &said["status"]), (201, &json!("active")), "{said}");
    // Others hear of it and the case becomes active.
    stage.settle().await;
}

/// Withdraws it wholly.
pub async fn withdraw(stage: &Stage, _case: &str, person: &str) {
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let person = words::PersonId::parse(person).unwrap();
    let consents = consent::facts::of_person(stage.platform.db(), &person)
        .await
        .unwrap();
    let path = format!("/api/consents/{}/withdraw", consents[0].id);
    let (status, said) = stage
        .call(
            "POST",
            &path,
            Some(&coordinator),
            json!({ "by": "self", "identity_check": "face_to_face" }),
        )
        .await;
    assert_eq!(status, 200, "{said}");
}
