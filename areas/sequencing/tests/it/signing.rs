//! Manifests are signed: every way in which one is not is refused, in both languages, before it is read.

use serde_json::{Value, json};

use crate::http::{files, given, public, record, sign};

const PATH: &str = "/api/deliveries?source=incoming";

#[tokio::test]
async fn an_unsigned_wrong_unknown_or_expired_signature_is_refused_before_the_manifest_is_read() {
    let t = store::testing::sqlite().await;
    let mut given = given(t.db.clone()).await;
    let body = serde_json::to_vec(&given.manifest(&files())).unwrap();
    let other = [body.as_slice(), b" "].concat();
    let good = sign("key-1", 1, &body);
    for (signature, code) in [
        (None, "E-SEQUENCING-SIGNATURE-MISSING"),
        (Some("nothing".to_owned()), "E-SEQUENCING-SIGNATURE-MISSING"),
        (Some(sign("key-9", 1, &body)), "E-SEQUENCING-SIGNATURE-KEY"),
        (
            Some(sign("key-1", 2, &body)),
            "E-SEQUENCING-SIGNATURE-WRONG",
        ),
        (
            Some(sign("key-1", 1, &other)),
            "E-SEQUENCING-SIGNATURE-WRONG",
        ),
        (Some("key-1:zz".to_owned()), "E-SEQUENCING-SIGNATURE-WRONG"),
    ] {
        let (status, said) = given
            .send(PATH, "application/json", body.clone(), signature)
            .await;
        assert_eq!((status, &said["code"]), (409, &json!(code)), "{said}");
        for lang in ["ja", "en"] {
            assert!(!said["detail"][lang].as_str().unwrap().is_empty());
        }
    }
    // a manifest that cannot even be read is refused for its signature first
    let (_, said) = given.send(PATH, "text/csv", b"junk".to_vec(), None).await;
    assert_eq!(said["code"], json!("E-SEQUENCING-SIGNATURE-MISSING"));
    given.stage.pass_days(400);
    given.vendor = given
        .stage
        .sign_in_as("receiver", "vendor", Some("vendor"), None)
        .await;
    let (_, said) = given
        .send(PATH, "application/json", body.clone(), Some(good))
        .await;
    assert_eq!(
        said["code"],
        json!("E-SEQUENCING-SIGNATURE-EXPIRED"),
        "{said}"
    );
}

#[tokio::test]
async fn keys_are_registered_with_their_period_and_a_rotated_one_counts() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let office = given.stage.sign_in("office", None).await;
    let file = async |record: Value| {
        let path = "/api/vendors/vendor";
        given.stage.call("PUT", path, Some(&office), record).await
    };
    let key = |id: &str, public: String, until: &str| json!({ "id": id, "public_key": public, "valid_from": "2026-04-01", "valid_until": until });
    for bad in [
        json!([key("k", "00".to_owned(), "2027-03-31")]),
        json!([key("k:1", public(2), "2027-03-31")]),
        json!([key("k", public(2), "2020-03-31")]),
        json!([
            key("k", public(2), "2027-03-31"),
            key("k", public(3), "2027-03-31")
        ]),
    ] {
        let mut record = record();
        record["keys"] = bad;
        assert_eq!(file(record).await.0, 400);
    }
    let mut rotated = record();
    rotated["keys"]
        .as_array_mut()
        .unwrap()
        .push(key("key-2", public(2), "2028-03-31"));
    assert_eq!(file(rotated).await.0, 200);
    let body = serde_json::to_vec(&given.manifest(&files())).unwrap();
    let signature = Some(sign("key-2", 2, &body));
    let (status, said) = given
        .send(
            "/api/deliveries",
            "application/json",
            body.clone(),
            signature,
        )
        .await;
    assert_eq!(
        (status, &said["signed_by"]),
        (201, &json!("key-2")),
        "{said}"
    );
    let sql = "SELECT body FROM sequencing_manifest WHERE delivery = $1";
    let kept =
        t.db.one(sql, vec![said["id"].as_str().unwrap().into()])
            .await
            .unwrap()
            .unwrap();
    assert_eq!(
        kept.text(0).unwrap().as_bytes(),
        body,
        "the very bytes that were signed are kept"
    );
}

#[tokio::test]
async fn a_manifest_in_csv_says_the_same() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let files = files();
    let head = "order,specimen,instrument,run,flowcell,read_length,library_kit,generated_at,name,mate,lane,bytes,sha256,q30,n_pct";
    let row = |mate: usize, flowcell: &str| {
        let (name, bytes) = (crate::http::name(mate), &files[mate - 1]);
        let digest = words::Digest::of(bytes);
        let (order, tube, length) = (&given.order, &given.tube, bytes.len());
        format!(
            "{order},{tube},M1,7,{flowcell},100,KIT-A,2026-04-01T09:00:00+09:00,{name},{mate},1,{length},{digest},100,0"
        )
    };
    let send = async |text: String| {
        let signature = Some(sign("key-1", 1, text.as_bytes()));
        given
            .send(
                PATH,
                "text/csv; charset=utf-8",
                text.into_bytes(),
                signature,
            )
            .await
    };
    for bad in [
        format!("{head}\n"),
        format!("{head}\n{}\nnonsense\n", row(1, "FCX")),
        format!(
            "{head}\n{}\n{}\n",
            row(1, "FCX"),
            row(2, "FCX").replace("KIT-A", "KIT-B")
        ),
        format!("{head}\n{}\n{}\n", row(1, "FCX"), row(2, "FCY")),
    ] {
        let (status, said) = send(bad).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-SEQUENCING-MANIFEST")),
            "{said}"
        );
    }
    given.lay(&[
        (crate::http::name(1), &files[0]),
        (crate::http::name(2), &files[1]),
    ]);
    let (status, said) = send(format!("{head}\n{}\n{}\n", row(1, "FCX"), row(2, "FCX"))).await;
    assert_eq!(status, 201, "{said}");
    given.stage.settle().await;
    let id = said["id"].as_str().unwrap();
    assert_eq!(
        given.delivery(id).await["status"],
        json!("accepted"),
        "{}",
        given.reasons(id).await
    );
}
