use serde_json::{Value, json};
use web::testing::Stage;

use crate::upstream;

/// A stage with a case, consent, and somebody at the hospital and at the vendor.
struct Given {
    stage: Stage,
    nurse: String,
    receiver: String,
    case: String,
    person: String,
}

async fn given(db: store::Db) -> Given {
    let stage = web::testing::platform(db, upstream::areas()).await;
    let (case, person) = upstream::case(&stage).await;
    let nurse = stage
        .sign_in_as("nurse", "technician", Some(upstream::HOSPITAL), None)
        .await;
    let receiver = stage
        .sign_in_as("receiver", "vendor", Some(upstream::VENDOR), None)
        .await;
    Given {
        stage,
        nurse,
        receiver,
        case,
        person,
    }
}

impl Given {
    async fn by(&self, token: &str, path: &str, body: Value) -> (u16, Value) {
        self.stage.call("POST", path, Some(token), body).await
    }
    async fn plan(&self) -> (u16, Value) {
        let body = json!({ "person": self.person, "role": "tumour", "material": "dna" });
        self.by(
            &self.nurse,
            &format!("/api/cases/{}/tubes", self.case),
            body,
        )
        .await
    }
}

#[tokio::test]
async fn a_tube_goes_its_way_over_http() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        let (status, refused) = given.plan().await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("E-SPECIMEN-NO-CONSENT")),
            "{refused}"
        );
        upstream::consent(&given.stage, &given.case, &given.person).await;
        let (status, planned) = given.plan().await;
        assert_eq!(status, 201, "{planned}");
        let id = planned["tubes"][0]["id"].as_str().unwrap().to_owned();
        assert!(id.starts_with(&format!("{}-TD01-", given.case)));
        assert!(
            given.plan().await.1["tubes"][0]["id"]
                .as_str()
                .unwrap()
                .contains("-TD02-"),
            "numbers go on"
        );
        let path = |step: &str| format!("/api/tubes/{id}/{step}");
        let shipping = json!({ "scanned": id, "to": upstream::VENDOR, "carrier": "CARRIER-A", "waybill": "4400-1" });
        let arriving = json!({ "scanned": id, "condition": "good", "seal_ok": true, "temp_min": -80.0, "temp_max": -65.5 });
        for (token, step, body, expected) in [
            (&given.nurse, "collect", json!({}), "collected"),
            (&given.nurse, "label", json!({ "scanned": id }), "labelled"),
            (&given.nurse, "ship", shipping, "in_transit"),
            (&given.receiver, "receive", arriving, "received"),
            (
                &given.receiver,
                "accept",
                json!({ "din": 8.1, "amount_ng": 1500 }),
                "accepted",
            ),
        ] {
            let (status, tube) = given.by(token, &path(step), body).await;
            assert_eq!(
                (status, &tube["status"]),
                (200, &json!(expected)),
                "{step}: {tube}"
            );
        }
        let (status, tube) = given
            .stage
            .call(
                "GET",
                &format!("/api/tubes/{id}"),
                Some(&given.nurse),
                Value::Null,
            )
            .await;
        assert_eq!(status, 200, "{tube}");
        let custody = tube["custody"].as_array().unwrap();
        assert_eq!(custody.len(), 6);
        assert!(
            custody.iter().all(|step| !step["consent"].is_null()),
            "every step rests on a consent"
        );
        assert_eq!(
            (&custody[3]["account"], &custody[4]["account"]),
            (&json!("nurse"), &json!("receiver"))
        );
    }
}

#[tokio::test]
async fn wrong_scans_and_wrong_people_are_told_so() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    upstream::consent(&given.stage, &given.case, &given.person).await;
    let id = given.plan().await.1["tubes"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (status, _) = given
        .by(
            &given.receiver,
            &format!("/api/tubes/{id}/collect"),
            json!({}),
        )
        .await;
    assert_eq!(status, 403, "a vendor does not collect");
    given
        .by(&given.nurse, &format!("/api/tubes/{id}/collect"), json!({}))
        .await;
    let misread = id.replacen("TD01", "TD10", 1);
    let (status, said) = given
        .by(
            &given.nurse,
            &format!("/api/tubes/{id}/label"),
            json!({ "scanned": misread }),
        )
        .await;
    assert_eq!(
        (status, &said["code"]),
        (409, &json!("E-SPECIMEN-SCAN-CHECK"))
    );
    assert!(said["detail"]["ja"].as_str().unwrap().contains("検査文字"));
    let (status, said) = given
        .by(
            &given.nurse,
            &format!("/api/tubes/{misread}/collect"),
            json!({}),
        )
        .await;
    assert_eq!(
        (status, &said["code"]),
        (422, &json!("E-SPECIMEN-SCAN-CHECK")),
        "{said}"
    );
    let (status, _) = given
        .stage
        .call("GET", &format!("/api/tubes/{id}"), None, Value::Null)
        .await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn a_withdrawal_locks_the_tubes() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        upstream::consent(&given.stage, &given.case, &given.person).await;
        let id = given.plan().await.1["tubes"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        given
            .by(&given.nurse, &format!("/api/tubes/{id}/collect"), json!({}))
            .await;
        upstream::withdraw(&given.stage, &given.case, &given.person).await;
        given.stage.settle().await;
        let (_, tube) = given
            .stage
            .call(
                "GET",
                &format!("/api/tubes/{id}"),
                Some(&given.nurse),
                Value::Null,
            )
            .await;
        assert!(
            !tube["locked"].is_null() && !tube["destroy_due"].is_null(),
            "{tube}"
        );
        let (status, said) = given
            .by(
                &given.nurse,
                &format!("/api/tubes/{id}/label"),
                json!({ "scanned": id }),
            )
            .await;
        assert!(
            said["code"] == json!("E-SPECIMEN-LOCKED") || status == 403,
            "{said}"
        );
        let witness = given
            .stage
            .sign_in_as("witness", "technician", Some(upstream::HOSPITAL), None)
            .await;
        let destroy = json!({ "scanned": id, "witness": "witness" });
        let (_, early) = given
            .by(
                &given.nurse,
                &format!("/api/tubes/{id}/destroy"),
                destroy.clone(),
            )
            .await;
        assert_eq!(early["code"], json!("E-SPECIMEN-COOLING-OFF"), "{early}");
        given.stage.pass_days(15);
        let (status, tube) = given
            .by(&given.nurse, &format!("/api/tubes/{id}/destroy"), destroy)
            .await;
        assert_eq!(
            (status, &tube["status"]),
            (200, &json!("destroyed")),
            "{tube}"
        );
        drop(witness);
        let person = words::PersonId::parse(given.person.as_str()).unwrap();
        let fates = specimen::facts::fates(&t.db, &person).await.unwrap();
        assert_eq!(fates, [(id, specimen::facts::Fate::Destroyed)]);
        let consents = consent::facts::of_person(&t.db, &person).await.unwrap();
        let withdrawal = consent::facts::withdrawal(&t.db, &consents[0].id)
            .await
            .unwrap()
            .unwrap();
        let told = &withdrawal.reports["specimen"].outcomes;
        assert_eq!(
            (told.len(), told[0].count, &told[0].fate),
            (1, 1, &consent::facts::Fate::Deleted)
        );
    }
}
