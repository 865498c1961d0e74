//! The states of an order, the two weeks, and accepted files as DRS objects.

use serde_json::{Value, json};

use crate::{
    http::{Given, files, given, name, record},
    upstream::{self, VENDOR, carry},
};

impl Given {
    async fn report(&self, body: Value) -> (u16, Value) {
        let path = format!("/api/orders/{}/progress", self.order);
        self.stage
            .call("POST", &path, Some(&self.vendor), body)
            .await
    }

    async fn order_item(&self) -> Value {
        self.get(&format!("/api/orders/{}", self.order)).await["items"][0].clone()
    }
}

/// A labelled tube in a hospital, and no order yet.
async fn before_order(db: store::Db) -> Given {
    let stage = upstream::stage(db).await;
    let (case, person) = upstream::case(&stage).await;
    upstream::consent(&stage, &case, &person).await;
    let tube = upstream::labelled_tube(&stage, &case, &person).await;
    let analyst = stage.sign_in("analyst", None).await;
    let vendor = stage
        .sign_in_as("receiver", "vendor", Some(VENDOR), None)
        .await;
    let office = stage.sign_in("office", None).await;
    let path = format!("/api/vendors/{VENDOR}");
    let filed = stage.call("PUT", &path, Some(&office), record()).await;
    assert_eq!(filed.0, 200, "{}", filed.1);
    let order = String::new();
    Given {
        stage,
        analyst,
        vendor,
        case,
        person,
        tube,
        order,
    }
}

/// An order that is written before its tube leaves the hospital.
async fn early(db: store::Db) -> Given {
    let mut given = before_order(db).await;
    let body = json!({ "vendor": VENDOR, "specimens": [given.tube] });
    let (status, order) = given
        .centre(&format!("/api/cases/{}/orders", given.case), body)
        .await;
    assert_eq!(
        (status, &order["items"][0]["stage"]),
        (201, &json!("draft")),
        "{order}"
    );
    given.order = order["id"].as_str().unwrap().to_owned();
    let path = format!("/api/orders/{}/release", given.order);
    assert_eq!(given.centre(&path, Value::Null).await.0, 200);
    given
}

#[tokio::test]
async fn an_order_goes_through_every_state_of_the_specification() {
    for t in store::testing::both().await {
        let given = early(t.db.clone()).await;
        assert_eq!(given.stage_of_specimen().await, "released");
        let (_, refused) = given.announce(given.manifest(&files()), "upload").await;
        assert_eq!(
            refused["code"],
            json!("E-SEQUENCING-SAMPLE-NOT-OK"),
            "{refused}"
        );
        for (step, stage) in [
            ("ship", "sample_sent"),
            ("receive", "sample_received"),
            ("accept", "sample_ok"),
        ] {
            carry(&given.stage, &given.tube, step).await;
            given.stage.settle().await;
            assert_eq!(given.stage_of_specimen().await, stage);
        }
        for stage in ["library_ok", "sequencing", "data_generated"] {
            let report = json!({ "specimen": given.tube, "stage": stage });
            let (status, said) = given.report(report).await;
            assert_eq!(
                (status, &said["items"][0]["stage"]),
                (200, &json!(stage)),
                "{said}"
            );
        }
        for (wrong, code) in [
            (
                json!({ "specimen": given.tube, "stage": "accepted" }),
                "E-SEQUENCING-STAGE",
            ),
            (
                json!({ "specimen": given.tube, "stage": "library_ok" }),
                "E-SEQUENCING-STAGE",
            ),
            (
                json!({ "specimen": "other", "stage": "sequencing" }),
                "E-SEQUENCING-SPECIMEN-UNKNOWN",
            ),
        ] {
            let (status, said) = given.report(wrong).await;
            assert_eq!((status, &said["code"]), (409, &json!(code)), "{said}");
        }
        let (_, said) = given.announce(given.manifest(&files()), "upload").await;
        let id = said["id"].as_str().unwrap().to_owned();
        for (mate, bytes) in (1..).zip(files()) {
            assert_eq!(given.put(&id, &name(mate), bytes).await.0, 200);
        }
        let close = format!("/api/orders/{}/close", given.order);
        assert_eq!(
            given.centre(&close, Value::Null).await.0,
            409,
            "not before its data is complete"
        );
        given.stage.settle().await;
        assert_eq!(given.stage_of_specimen().await, "accepted");
        let (status, said) = given.centre(&close, Value::Null).await;
        assert_eq!((status, &said["status"]), (200, &json!("closed")), "{said}");
        let case = words::CaseId::parse(given.case.as_str()).unwrap();
        assert!(sequencing::facts::complete(&t.db, &case).await.unwrap());
        let events = given
            .stage
            .platform
            .ledger()
            .events_of_case(&case)
            .await
            .unwrap();
        let stages: Vec<_> = events
            .iter()
            .filter(|e| e.kind == "order" && e.event == "progressed")
            .map(|e| e.payload["stage"].as_str().unwrap().to_owned())
            .collect();
        let way = [
            "sample_sent",
            "sample_received",
            "sample_ok",
            "library_ok",
            "sequencing",
            "data_generated",
        ];
        assert_eq!(stages[..6], way);
        assert!(stages.contains(&"qc_passed".to_owned()), "{stages:?}");
        assert!(
            events
                .iter()
                .filter(|e| e.kind == "order")
                .all(|e| e.consent.is_some())
        );
    }
}

#[tokio::test]
async fn a_rejected_sample_ends_its_order() {
    let t = store::testing::sqlite().await;
    let given = early(t.db.clone()).await;
    for step in ["ship", "receive", "nonconforming"] {
        carry(&given.stage, &given.tube, step).await;
        given.stage.settle().await;
    }
    assert_eq!(given.stage_of_specimen().await, "sample_rejected");
    let path = format!("/api/orders/{}/stop", given.order);
    let (status, said) = given.centre(&path, json!({ "specimen": given.tube })).await;
    assert_eq!(
        (status, &said["status"]),
        (200, &json!("stopped")),
        "{said}"
    );
}

#[tokio::test]
async fn the_two_weeks_are_shown_and_warn_after_ten_days() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let report = json!({ "specimen": given.tube, "stage": "data_generated", "generated_at": "2026-04-03T08:00:00+09:00" });
    let (status, said) = given.report(report).await;
    assert_eq!(status, 200, "{said}");
    for (days, clock, words) in [
        (9, "in_time", "期限内"),
        (1, "warned", "10日"),
        (3, "warned", "10日"),
        (1, "breached", "14日超過"),
    ] {
        given.stage.pass_days(days);
        let item = given.order_item().await;
        assert_eq!(item["clock"]["clock"], json!(clock), "{item}");
        assert!(
            item["clock"]["text"]["ja"]
                .as_str()
                .unwrap()
                .contains(words),
            "{item}"
        );
        assert_eq!(
            given.get("/api/clock").await["running"][0]["clock"],
            json!(clock)
        );
    }
    let id = given.deliver(&files(), &files()).await;
    assert_eq!(given.delivery(&id).await["clock"], json!("breached"));
    let list = given.get("/api/clock").await;
    assert_eq!(list["running"], json!([]), "what is accepted runs no more");
    assert_eq!(
        list["vendors"],
        json!([{ "vendor": VENDOR, "accepted": 1, "in_time": 0, "share": 0.0 }])
    );
}

#[tokio::test]
async fn an_expired_accreditation_takes_no_new_order() {
    let t = store::testing::sqlite().await;
    let given = before_order(t.db.clone()).await;
    let office = given.stage.sign_in("office", None).await;
    for (field, value) in [
        ("/accreditations/0/valid_until", json!("2026-04-02")),
        ("/domestic", json!(false)),
        ("/multi_factor", json!(false)),
        ("/own_qc", json!(false)),
        ("/sop_summary_version", json!(0)),
    ] {
        let mut lacking = record();
        *lacking.pointer_mut(field).unwrap() = value;
        let path = format!("/api/vendors/{VENDOR}");
        let (_, filed) = given.stage.call("PUT", &path, Some(&office), lacking).await;
        assert_eq!(filed["lacks"].as_array().unwrap().len(), 1, "{filed}");
        let body = json!({ "vendor": VENDOR, "specimens": [given.tube] });
        let orders = format!("/api/cases/{}/orders", given.case);
        let (status, said) = given.centre(&orders, body).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-SEQUENCING-VENDOR-LACKS")),
            "{said}"
        );
    }
}

#[tokio::test]
async fn accepted_files_are_drs_objects_without_an_open_address() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let id = given.deliver(&files(), &files()).await;
    let objects = given.delivery(&id).await["objects"].clone();
    let object = objects[0][1].as_str().unwrap();
    let path = format!("/ga4gh/drs/v1/objects/{object}");
    let said = given.get(&path).await;
    assert_eq!(said["id"], json!(object));
    assert_eq!(
        said["self_uri"],
        json!(format!("drs://localhost:8080/{object}"))
    );
    assert_eq!(said["size"], json!(files()[0].len()));
    assert_eq!(said["name"], json!(name(1)));
    assert_eq!(said["created_time"], json!("2026-04-01T00:00:00Z"));
    let digest = words::Digest::of(&files()[0]);
    assert_eq!(
        said["checksums"],
        json!([{ "checksum": digest, "type": "sha-256" }])
    );
    let method = &said["access_methods"][0];
    assert_eq!(
        (&method["type"], &method["access_id"]),
        (&json!("https"), &json!("restricted"))
    );
    assert_eq!(method["access_url"], Value::Null, "no open address");
    let access = format!("{path}/access/restricted");
    let (status, said) = given
        .stage
        .call("GET", &access, Some(&given.vendor), Value::Null)
        .await;
    assert_eq!(
        (status, &said["code"]),
        (403, &json!("E-SEQUENCING-DRS-RESTRICTED")),
        "{said}"
    );
    let curator = given.stage.sign_in("curator", None).await;
    for (token, expected) in [(None, 401), (Some(&curator), 403)] {
        let (status, _) = given
            .stage
            .call("GET", &path, token.map(String::as_str), Value::Null)
            .await;
        assert_eq!(status, expected);
    }
    let (status, _) = given
        .stage
        .call(
            "GET",
            "/ga4gh/drs/v1/objects/none",
            Some(&given.vendor),
            Value::Null,
        )
        .await;
    assert!([403, 404].contains(&status), "{status}");
}
