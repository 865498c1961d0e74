use serde_json::{Value, json};

use crate::{
    given::{fastq, gzip},
    http::{files, given, name},
    upstream::{self, HOSPITAL},
};

#[tokio::test]
async fn files_that_lie_there_are_read_accepted_and_sealed() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        let delivery = given.deliver(&files(), &files()).await;
        let said = given.get(&format!("/api/deliveries/{delivery}")).await;
        assert_eq!(
            (&said["status"], &said["clock"]),
            (&json!("accepted"), &json!("in_time")),
            "{said} {}",
            given.reasons(&delivery).await
        );
        assert!(
            !given.incoming(&name(1)).exists(),
            "nothing stays unencrypted"
        );
        let case = words::CaseId::parse(given.case.as_str()).unwrap();
        let sets = sequencing::facts::accepted(&t.db, &case).await.unwrap();
        assert_eq!(
            (
                sets.len(),
                sets[0].files.len(),
                sets[0].reads_digest.reads()
            ),
            (1, 2, 12_000)
        );
        let key = blob::KeyId::member(&case, &sets[0].person);
        let kept = given
            .stage
            .platform
            .blobs()
            .get(&key, &sets[0].files[1].blob)
            .await
            .unwrap();
        assert_eq!(kept, files()[1]);
        assert!(sequencing::facts::complete(&t.db, &case).await.unwrap());
        let qc = sequencing::facts::read_qc(&t.db, &case).await.unwrap();
        assert_eq!((qc.len(), qc[0].pairs[0].r1.cycles.len()), (1, 100));
        let order = given.get(&format!("/api/orders/{}", given.order)).await;
        assert_eq!(
            (&order["status"], &order["items"][0]["delivery"]),
            (&json!("completed"), &json!(delivery))
        );
        let (_, again) = given.announce(given.manifest(&files()), "incoming").await;
        assert_eq!(again["code"], json!("E-SEQUENCING-ORDER-STATUS"), "{again}");
        let events = given
            .stage
            .platform
            .ledger()
            .events_of_case(&case)
            .await
            .unwrap();
        let own = events
            .iter()
            .filter(|e| e.kind == "delivery" || e.kind == "order");
        assert!(own.clone().count() >= 6 && own.clone().all(|e| e.consent.is_some()));
    }
}

#[tokio::test]
async fn uploads_are_streamed_and_the_last_one_starts_the_intake() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let files = files();
    let (status, said) = given.announce(given.manifest(&files), "upload").await;
    assert_eq!(
        (status, &said["status"]),
        (201, &json!("announced")),
        "{said}"
    );
    let id = said["id"].as_str().unwrap();
    let (status, said) = given.put(id, "other_R1.fastq.gz", vec![1]).await;
    assert_eq!(
        (status, &said["code"]),
        (409, &json!("E-SEQUENCING-FILE-NOT-LISTED"))
    );
    assert_eq!(
        given.put(id, "..%2F..%2Fetc%2Fpasswd", vec![1]).await.0,
        409
    );
    let too_long = [files[0].clone(), vec![0]].concat();
    assert_eq!(given.put(id, &name(1), too_long).await.0, 400);
    for (at, bytes) in files.iter().enumerate() {
        let (status, said) = given.put(id, &name(at + 1), bytes.clone()).await;
        assert_eq!(status, 200, "{said}");
    }
    given.stage.settle().await;
    assert_eq!(
        given.get(&format!("/api/deliveries/{id}")).await["status"],
        json!("accepted")
    );
    let staging = given.staging(id);
    assert!(!staging.exists(), "nothing stays unencrypted");
}

#[tokio::test]
async fn bad_files_go_to_quarantine_with_reason_place_and_remedy_and_are_kept() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let good = files();
    let mut cut = good.clone();
    cut[0].truncate(9_000);
    let other = vec![gzip(&fastq(1, 6_000, "FCY")), gzip(&fastq(2, 6_000, "FCY"))];
    let swapped = vec![good[1].clone(), good[0].clone()];
    let unequal = vec![good[0].clone(), gzip(&fastq(2, 5_999, "FCX"))];
    let mut changed = good.clone();
    changed[1][4] ^= 1;
    for (announced, laid, check, words) in [
        (&cut, &cut, "gzip", "9000 バイト目"),
        (&other, &other, "flowcell_and_lane", "M1:7:FCY:1"),
        (&swapped, &swapped, "pairs", "取り違え"),
        (&unequal, &unequal, "pairs", "R2 5999本"),
        (&good, &changed, "size_and_digest", "SHA-256"),
        (
            &good,
            &good[..1].to_vec(),
            "size_and_digest",
            "届いていません",
        ),
    ] {
        let id = given.deliver(announced, laid).await;
        let said = given.reasons(&id).await;
        assert_eq!(said["status"], json!("quarantined"), "{said}");
        let reason = &said["reasons"][0];
        assert_eq!(reason["check"], json!(check), "{said}");
        assert!(
            reason["text"]["ja"].as_str().unwrap().contains(words),
            "{reason}"
        );
        assert!(!reason["remedy"]["en"].as_str().unwrap().is_empty());
        assert_eq!(said["kept"].as_array().unwrap().len(), laid.len());
        assert!(!given.incoming(&name(1)).exists() && !given.incoming(&name(2)).exists());
    }
    let id = given.deliver(&good, &good).await;
    assert_eq!(
        given.get(&format!("/api/deliveries/{id}")).await["status"],
        json!("accepted"),
        "then a good one is taken"
    );
}

#[tokio::test]
async fn manifests_that_do_not_fit_are_refused_and_links_are_not_followed() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut manifest = given.manifest(&files());
        change(&mut manifest);
        manifest
    };
    for (manifest, status, code) in [
        (
            with(&|m| m["files"][0]["name"] = json!("../x_R1.fastq.gz")),
            409,
            "E-SEQUENCING-MANIFEST",
        ),
        (
            with(&|m| m["order"] = json!("order-none")),
            409,
            "E-SEQUENCING-ORDER-UNKNOWN",
        ),
        (
            with(&|m| m["specimen"] = json!("0123-04-00057-TD99-0")),
            409,
            "E-SEQUENCING-SPECIMEN-UNKNOWN",
        ),
        (
            with(&|m| m["generated_at"] = json!("yesterday")),
            409,
            "E-SEQUENCING-MANIFEST",
        ),
        (
            with(&|m| m["files"][0]["sha256"] = json!("12")),
            409,
            "E-SEQUENCING-MANIFEST",
        ),
    ] {
        let (found, said) = given.announce(manifest, "incoming").await;
        assert_eq!((found, &said["code"]), (status, &json!(code)), "{said}");
    }
    let (status, _) = given
        .stage
        .call(
            "POST",
            "/api/deliveries",
            Some(&given.analyst),
            given.manifest(&files()),
        )
        .await;
    assert_eq!(status, 403, "only a vendor delivers");
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::create_dir_all(given.incoming(&name(1)).parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(outside.path(), given.incoming(&name(1))).unwrap();
    std::fs::write(given.incoming(&name(2)), &files()[1]).unwrap();
    let (_, said) = given.announce(given.manifest(&files()), "incoming").await;
    given.stage.settle().await;
    let said = given.reasons(said["id"].as_str().unwrap()).await;
    assert_eq!(
        said["reasons"][0]["detail"]["reason"],
        json!("missing"),
        "{said}"
    );
    assert!(outside.path().exists());
}

#[tokio::test]
async fn a_withdrawal_stops_the_order_and_wipes_what_is_pending() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        let (_, said) = given.announce(given.manifest(&files()), "upload").await;
        let id = said["id"].as_str().unwrap().to_owned();
        assert_eq!(given.put(&id, &name(1), files()[0].clone()).await.0, 200);
        let staging = given.staging(&id);
        assert!(staging.exists());
        upstream::withdraw(&given.stage, &given.case, &given.person).await;
        let (status, said) = given.put(&id, &name(2), files()[1].clone()).await;
        assert!(status == 409 || status == 403, "{said}");
        given.stage.settle().await;
        assert_eq!(
            given.get(&format!("/api/deliveries/{id}")).await["status"],
            json!("refused")
        );
        assert_eq!(
            given.get(&format!("/api/orders/{}", given.order)).await["status"],
            json!("cancelled")
        );
        assert!(!staging.exists(), "no read of the case is left unencrypted");
    }
}

#[tokio::test]
async fn every_route_is_listed() {
    let t = store::testing::sqlite().await;
    let stage = upstream::stage(t.db.clone()).await;
    assert_eq!(
        web::unlisted_operations(&stage.openapi),
        Vec::<String>::new()
    );
    assert!(!HOSPITAL.is_empty());
}
