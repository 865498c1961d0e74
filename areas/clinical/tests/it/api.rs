use consent::words::form::{self, ItemKind};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{CaseId, Digest};

pub async fn consented(stage: &Stage) -> String {
    let office = stage.sign_in("office", None).await;
    let approvals = json!([{ "kind": "cancer", "system": "A", "from": "2026-01-01", "until": null, "reference": "c-1" }]);
    let site = json!({ "id": "hospital-a", "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model Hospital" }, "approvals": approvals });
    assert_eq!(
        stage
            .call("POST", "/api/sites", Some(&office), site)
            .await
            .0,
        201
    );
    let physician = stage.sign_in("physician", Some("hospital-a")).await;
    let member = json!({ "relation": "proband", "name": "見本", "kana": "ミホン", "birth_day": "1970-01-01", "sex": "male", "patient_number": "1" });
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let (_, case) = stage
        .call(
            "POST",
            "/api/cases",
            Some(&physician),
            json!({ "eligibility": eligibility, "members": [member] }),
        )
        .await;
    let before = stage
        .call(
            "PUT",
            "/api/cases/0123-01-00001/clinical/basic",
            Some(&physician),
            json!({ "answers": { "tumour_class": "solid" } }),
        )
        .await;
    assert_eq!(
        (before.0, &before.1["code"]),
        (409, &json!("E-CLINICAL-NO-CONSENT")),
        "{}",
        before.1
    );
    let form = form::find("icf-cancer-adult@1.0").unwrap();
    let answer = |i: &form::Item| {
        if i.kind == ItemKind::Mandatory {
            "agree".to_owned()
        } else {
            i.options[0].code.clone()
        }
    };
    let answers: std::collections::BTreeMap<_, _> = form
        .items
        .iter()
        .map(|i| (i.code.clone(), answer(i)))
        .collect();
    let body = json!({ "case": case["id"], "person": case["members"][0]["person"], "form": form.reference(), "form_sha256": form.digest, "giver": "self",
        "answers": answers, "explained": { "place": "onsite", "method": "paper" }, "identity_check": "patient_card", "signature_sha256": Digest::of(b"s") });
    let (status, given) = stage
        .call("POST", "/api/consents", Some(&physician), body)
        .await;
    assert_eq!(status, 201, "{given}");
    physician
}

#[tokio::test]
async fn answers_are_saved_by_revision_and_stay_sealed() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(
            t.db.clone(),
            vec![registry::area(), consent::area(), clinical::area()],
        )
        .await;
        let physician = consented(&stage).await;
        let token = Some(physician.as_str());
        let path = |section: &str| format!("/api/cases/0123-01-00001/clinical/{section}");
        let basic = json!({ "answers": { "tumour_class": "solid", "height_cm": 170.5 } });
        let (status, saved) = stage
            .call("PUT", &path("basic"), token, basic.clone())
            .await;
        assert_eq!((status, &saved["revision"]), (200, &json!(1)), "{saved}");
        let mut stale = basic;
        stale["revision"] = json!(0);
        assert_eq!(
            stage.call("PUT", &path("basic"), token, stale).await.1["code"],
            json!("E-WEB-STALE")
        );
        let tumour = json!({ "answers": { "cancer_type_solid": "LUAD" } });
        let (status, refused) = stage.call("PUT", &path("tumour"), token, tumour).await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("E-CLINICAL-ANSWERS")),
            "{refused}"
        );
        assert!(
            refused["detail"]["ja"]
                .as_str()
                .unwrap()
                .contains("ステージ")
        );
        let tumour = json!({ "answers": { "cancer_type_solid": "LUAD", "stage_dx_clin": "II" } });
        assert_eq!(
            stage.call("PUT", &path("tumour"), token, tumour).await.0,
            200
        );
        let (_, read) = stage
            .call(
                "GET",
                "/api/cases/0123-01-00001/clinical",
                token,
                Value::Null,
            )
            .await;
        assert_eq!(read["summary"].as_array().unwrap().len(), 4, "{read}");
        let case = CaseId::parse("0123-01-00001").unwrap();
        let code = clinical::facts::value(&stage.platform, &case, "cancer_type_solid")
            .await
            .unwrap();
        assert_eq!(code.as_deref(), Some("LUAD"));
        let events = stage.platform.ledger().events_of_case(&case).await.unwrap();
        assert!(
            events
                .iter()
                .all(|e| !e.payload.to_string().contains("LUAD")),
            "an answer is in the ledger"
        );
        assert!(
            events
                .iter()
                .filter(|e| e.kind == "sheet")
                .all(|e| e.consent.is_some())
        );
    }
}
