use serde_json::{Value, json};
use web::testing::Stage;

pub fn member(relation: &str, number: &str) -> Value {
    json!({ "relation": relation, "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1970-05-01", "sex": "female", "patient_number": number })
}

pub async fn site(stage: &Stage) {
    let office = stage.sign_in("office", None).await;
    let approvals = json!([{ "kind": "cancer", "system": "A", "from": "2026-01-01", "until": null, "reference": "c-1" }]);
    let body = json!({ "id": "hospital-a", "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model Hospital" }, "approvals": approvals });
    let (status, answer) = stage.call("POST", "/api/sites", Some(&office), body).await;
    assert_eq!(
        (status, &answer["approved"]),
        (201, &json!(true)),
        "{answer}"
    );
}

#[tokio::test]
async fn a_case_is_registered_once_and_its_identity_is_read_under_permission() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
        let body = json!({ "eligibility": eligibility, "members": [member("proband", "100001")] });
        let (status, case) = stage
            .call("POST", "/api/cases", Some(&physician), body.clone())
            .await;
        assert_eq!(
            (status, &case["id"]),
            (201, &json!("0123-01-00001")),
            "{case}"
        );
        let (status, again) = stage
            .call("POST", "/api/cases", Some(&physician), body)
            .await;
        assert_eq!(
            (status, &again["code"]),
            (409, &json!("E-REGISTRY-DUPLICATE")),
            "{again}"
        );
        let rare =
            json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
        let body = json!({ "eligibility": rare, "members": [member("proband", "100002")] });
        let (status, refused) = stage
            .call("POST", "/api/cases", Some(&physician), body)
            .await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("E-REGISTRY-SITE-NOT-APPROVED")),
            "{refused}"
        );

        let (status, who) = stage
            .call(
                "GET",
                "/api/cases/0123-01-00001/identity",
                Some(&physician),
                Value::Null,
            )
            .await;
        assert_eq!(
            (status, &who["members"][0]["identity"]["kana"]),
            (200, &json!("ミホン ハナコ")),
            "{who}"
        );
        for stranger in [
            stage.sign_in("physician", Some("hospital-b")).await,
            stage.sign_in("analyst", None).await,
        ] {
            let (status, _) = stage
                .call(
                    "GET",
                    "/api/cases/0123-01-00001/identity",
                    Some(&stranger),
                    Value::Null,
                )
                .await;
            assert_eq!(status, 403);
        }
        stage.settle().await;
        let events = stage.platform.ledger().events_after(0, 1000).await.unwrap();
        assert!(
            events
                .iter()
                .all(|e| !e.payload.to_string().contains("花子")),
            "a name is in the ledger"
        );
    }
}
