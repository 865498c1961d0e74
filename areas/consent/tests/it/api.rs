//! From registration to withdrawal, through the API, on both engines.

use consent::words::form;
use serde_json::{Value, json};
use web::testing::Stage;
use words::{CaseId, Digest, PersonId};

use crate::decide::answers;

async fn registered(stage: &Stage) -> (String, Value) {
    let office = stage.sign_in("office", None).await;
    let approvals = json!([{ "kind": "rare", "system": "A", "from": "2026-01-01", "until": null, "reference": "c-1" }]);
    let site = json!({ "id": "hospital-a", "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model Hospital" }, "approvals": approvals });
    assert_eq!(
        stage
            .call("POST", "/api/sites", Some(&office), site)
            .await
            .0,
        201
    );
    let physician = stage.sign_in("physician", Some("hospital-a")).await;
    let member = |relation, born, number| json!({ "relation": relation, "name": "見本", "kana": "ミホン", "birth_day": born, "sex": "female", "patient_number": number });
    let members = [
        member("proband", "2018-01-01", "1"),
        member("mother", "1985-01-01", "2"),
    ];
    let eligibility =
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let (status, case) = stage
        .call(
            "POST",
            "/api/cases",
            Some(&physician),
            json!({ "eligibility": eligibility, "members": members }),
        )
        .await;
    assert_eq!(status, 201, "{case}");
    (physician, case)
}

fn consent(case: &Value, member: usize, form: &str) -> Value {
    let found = form::find(form).unwrap();
    json!({
        "case": case["id"], "person": case["members"][member]["person"], "form": form, "form_sha256": found.digest, "giver": "self",
        "answers": answers(form), "explained": { "place": "onsite", "method": "e_onsite" }, "identity_check": "face_to_face",
        "signature_sha256": Digest::of(b"signature"),
    })
}

async fn status(stage: &Stage, token: &str) -> (Value, usize) {
    stage.settle().await;
    let (_, case) = stage
        .call("GET", "/api/cases/0123-02-00001", Some(token), Value::Null)
        .await;
    (
        case["status"].clone(),
        case["members"].as_array().unwrap().len(),
    )
}

#[tokio::test]
async fn a_family_consents_and_withdraws_one_by_one() {
    for t in store::testing::both().await {
        let stage =
            web::testing::platform(t.db.clone(), vec![registry::area(), consent::area()]).await;
        let (physician, case) = registered(&stage).await;
        let token = Some(physician.as_str());
        let mut child = consent(&case, 0, "icf-rare-adult@1.0");
        let (code, refused) = stage
            .call("POST", "/api/consents", token, child.clone())
            .await;
        assert_eq!(
            (code, &refused["code"]),
            (409, &json!("E-CONSENT-PROXY-NEEDED")),
            "{refused}"
        );
        child["giver"] = json!("proxy");
        child["proxy"] = json!({ "relation": "mother" });
        let (code, refused) = stage
            .call("POST", "/api/consents", token, child.clone())
            .await;
        assert_eq!(
            (code, &refused["code"]),
            (409, &json!("E-CONSENT-ASSENT-NEEDED")),
            "{refused}"
        );
        let assent = form::find("assent-child@1.0").unwrap();
        child["assent"] = json!({ "form": "assent-child@1.0", "form_sha256": assent.digest, "answers": answers("assent-child@1.0") });
        let (code, first) = stage.call("POST", "/api/consents", token, child).await;
        assert_eq!((code, &first["status"]), (201, &json!("active")), "{first}");
        let (code, mother) = stage
            .call(
                "POST",
                "/api/consents",
                token,
                consent(&case, 1, "icf-parent@1.0"),
            )
            .await;
        assert_eq!(
            (code, &mother["status"]),
            (201, &json!("active")),
            "{mother}"
        );
        assert_eq!(status(&stage, &physician).await, (json!("active"), 2));
        let (code, pdf) = stage
            .fetch(
                &format!("/api/consents/{}/receipt", first["id"].as_str().unwrap()),
                token,
            )
            .await;
        assert_eq!((code, pdf.get(..4)), (200, Some(b"%PDF".as_slice())));
        says_everything(&pdf, &["icf-rare-adult@1.0", "assent-child@1.0"]);

        let all = json!({ "by": "self", "cooling_off_days": 0, "identity_check": "face_to_face" });
        let unchecked = json!({ "by": "self" });
        let path = |consent: &Value, what: &str| {
            format!("/api/consents/{}/{what}", consent["id"].as_str().unwrap())
        };
        let (code, refused) = stage
            .call("POST", &path(&mother, "withdraw"), token, unchecked)
            .await;
        assert_eq!(
            (code, &refused["code"]),
            (409, &json!("E-CONSENT-NO-IDENTITY-CHECK")),
            "{refused}"
        );
        assert_eq!(
            stage
                .call("POST", &path(&mother, "withdraw"), token, all.clone())
                .await
                .0,
            200
        );
        assert_eq!(status(&stage, &physician).await, (json!("active"), 1));
        let (code, ended) = stage
            .call(
                "POST",
                &path(&first, "withdraw"),
                token,
                json!({ "by": "proxy", "proxy": { "relation": "mother" }, "identity_check": "patient_card" }),
            )
            .await;
        assert_eq!(
            (code, &ended["status"]),
            (200, &json!("withdrawn")),
            "{ended}"
        );
        assert_eq!(status(&stage, &physician).await.0, json!("withdrawn"));
        let child = PersonId::parse(case["members"][0]["person"].as_str().unwrap()).unwrap();
        assert!(
            consent::facts::in_force(&t.db, &child)
                .await
                .unwrap()
                .is_none()
        );
        stage.pass_days(14);
        assert_eq!(consent::sweep(&stage.platform).await.unwrap(), 1);
        let (_, done) = stage
            .call("GET", &path(&first, "withdrawal"), token, Value::Null)
            .await;
        assert!(done["certified_at"].is_string(), "{done}");
        let case_key = blob::KeyId::case(&CaseId::parse("0123-02-00001").unwrap());
        assert!(stage.platform.blobs().is_forgotten(&case_key));
        let deleted = done["certificate"]["deleted"].to_string();
        assert!(
            deleted.contains("identity") && deleted.contains("objects"),
            "{done}"
        );
        stage.settle().await;
        let person = json!(child.as_str());
        for table in ["registry_identity", "registry_namesake"] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE person = $1");
            let args = vec![person.as_str().unwrap().into()];
            let left = t.db.one_made(sql, args).await.unwrap().unwrap();
            assert_eq!(left.int(0).unwrap(), 0, "nothing finds the person any more");
        }
        let (code, pdf) = stage
            .fetch(&path(&first, "withdrawal/certificate"), token)
            .await;
        assert_eq!((code, pdf.get(..4)), (200, Some(b"%PDF".as_slice())));
        let text = text_of(&pdf);
        for said in [
            "同意撤回の証明",
            "撤回の処理を行いました",
            "withdrawal.certified",
            "consent.withdrawn",
            "checkpoint",
            "法令と監査",
            child.as_str(),
        ] {
            assert!(text.contains(said), "the certificate lacks {said}: {text}");
        }
        assert!(
            stage
                .platform
                .blobs()
                .is_forgotten(&blob::KeyId::person(&child))
        );
    }
}

/// The letters of a PDF without blanks.
pub fn text_of(pdf: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let out = std::process::Command::new("pdftotext")
        .arg("-layout")
        .arg(file.path())
        .arg("-")
        .output()
        .unwrap();
    squeeze(&String::from_utf8_lossy(&out.stdout))
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// R4: the text of the PDF holds every item and every answer.
fn says_everything(pdf: &[u8], forms: &[&str]) {
    // a line of the answers' column may stand between two lines of an item, so each is looked for in pieces of a few characters
    let text = text_of(pdf);
    for form in forms {
        for item in &form::find(form).unwrap().items {
            let ja = squeeze(&item.text.ja);
            let start: String = ja.chars().take(8).collect();
            assert!(text.contains(&start), "the receipt lacks {}", item.code);
        }
    }
    assert!(text.contains("見本・倫理審査未承認") && text.contains("同意します"));
}

/// An adult patient's consent, with a session of the patient's own.
async fn adult(stage: &Stage) -> (String, String, String) {
    let (physician, case) = registered(stage).await;
    let mother = consent(&case, 1, "icf-parent@1.0");
    let (code, given) = stage
        .call("POST", "/api/consents", Some(&physician), mother)
        .await;
    assert_eq!(code, 201, "{given}");
    let person = PersonId::parse(case["members"][1]["person"].as_str().unwrap()).unwrap();
    let patient = stage.sign_in_patient(&person).await;
    (physician, patient, text(&given, "id"))
}

fn text(of: &Value, field: &str) -> String {
    of[field].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn patients_change_a_choice_and_withdraw_and_take_it_back_themselves() {
    for t in store::testing::both().await {
        let stage =
            web::testing::platform(t.db.clone(), vec![registry::area(), consent::area()]).await;
        let (physician, patient, id) = adult(&stage).await;
        let at = |what: &str| format!("/api/consents/{id}/{what}");
        let post = async |who: &str, what: &str, body: Value| {
            stage.call("POST", &at(what), Some(who), body).await
        };
        let item = "ror.secondary_now";
        let form = form::find("icf-parent@1.0").unwrap();
        let item = form.items.iter().find(|i| i.code == item);
        let item = item
            .or(form.items.iter().find(|i| !i.options.is_empty()))
            .unwrap();
        let answer = item.options.last().unwrap().code.clone();
        let changes = json!({ "answers": { item.code.clone(): answer } });
        let (code, changed) = post(&patient, "choices", changes).await;
        assert_eq!(
            (code, &changed["status"]),
            (200, &json!("amended")),
            "{changed}"
        );
        let stranger = PersonId::parse("p-stranger").unwrap();
        let stranger = stage.sign_in_patient(&stranger).await;
        let (code, _) = post(&stranger, "choices", json!({ "answers": {} })).await;
        assert_eq!(code, 403);

        let (code, ended) = post(&patient, "withdraw", json!({ "by": "self" })).await;
        assert_eq!(
            (code, &ended["status"]),
            (200, &json!("withdrawn")),
            "{ended}"
        );
        assert_eq!(status(&stage, &physician).await.1, 1);
        let (code, pdf) = stage
            .fetch(&at("withdrawal/certificate"), Some(&patient))
            .await;
        assert_eq!(code, 200);
        assert!(text_of(&pdf).contains("利用は止まっています"));
        let (code, back) = post(&patient, "withdrawal/take-back", json!({})).await;
        assert_eq!((code, &back["status"]), (200, &json!("amended")), "{back}");
        assert_eq!(status(&stage, &physician).await.1, 2, "takes part again");
        stage.pass_days(15);
        assert_eq!(consent::sweep(&stage.platform).await.unwrap(), 0);

        let staff = json!({ "by": "self", "identity_check": "patient_card" });
        assert_eq!(post(&physician, "withdraw", staff).await.0, 200);
        let (code, refused) = post(&physician, "withdrawal/shorten", json!({})).await;
        assert_eq!(
            (code, &refused["code"]),
            (409, &json!("E-CONSENT-NO-IDENTITY-CHECK")),
            "{refused}"
        );
        assert_eq!(post(&patient, "withdrawal/shorten", json!({})).await.0, 200);
        stage.settle().await;
        let (_, done) = stage
            .call("GET", &at("withdrawal"), Some(&patient), Value::Null)
            .await;
        assert!(done["certified_at"].is_string(), "{done}");
        let (code, refused) = post(&patient, "withdrawal/take-back", json!({})).await;
        assert_eq!(
            (code, &refused["code"]),
            (409, &json!("E-CONSENT-COOLING-OFF-OVER")),
            "{refused}"
        );
    }
}
