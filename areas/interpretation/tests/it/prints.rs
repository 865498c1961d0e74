//! The same variant in other cases is found by a keyed fingerprint that tells nothing by itself.

use annotate::allele::leftmost;
use blob::KeyId;
use serde_json::json;

use crate::api::{accepted, annotated, curator};
use crate::upstream::{Given, another, good, withdraw};

async fn prints(given: &Given) -> Vec<(String, String, Option<String>)> {
    let sql =
        "SELECT case_id, finding, print FROM interpretation_finding ORDER BY case_id, finding";
    let rows = given.stage.platform.db().all(sql, vec![]).await.unwrap();
    let one = |r: &store::Row| {
        (
            r.text(0).unwrap(),
            r.text(1).unwrap(),
            r.maybe_text(2).unwrap(),
        )
    };
    rows.iter().map(one).collect()
}

#[tokio::test]
async fn equal_variants_meet_without_their_place_and_leave_with_a_withdrawal() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let (other, person) = another(&given.stage, "run-2", &good()).await;
        let all = prints(&given).await;
        assert_eq!(all.len(), 4, "{all:?}");
        let of = |case: &str, finding: &str| {
            let row = all.iter().find(|r| r.0 == case && r.1 == finding);
            row.unwrap().2.clone().unwrap()
        };
        assert_eq!(of(&given.case, "F001"), of(&other, "F001"));
        assert_ne!(of(&given.case, "F001"), of(&given.case, "F002"));
        // 256 bits and nothing of the variant
        assert_eq!(of(&given.case, "F001").len(), 64);
        // another programme has another key: the same variant has another fingerprint
        let key = KeyId::index("variant");
        let (blobs, _data, _keys) = blob::testing::throw_away(t.db.clone());
        let theirs = blobs.fingerprint(&key, b"chr1-18-T-C").unwrap();
        let ours = given.stage.platform.blobs();
        let ours = ours.fingerprint(&key, b"chr1-18-T-C").unwrap();
        assert_eq!(ours.as_str(), of(&given.case, "F001"));
        assert_ne!(theirs, ours);

        // a verdict there is an earlier verdict here
        for (name, what, body) in [("one", "verdict", accepted()), ("two", "agree", json!({}))] {
            let token = curator(&given, name).await;
            let path = format!("/api/cases/{other}/findings/F001/{what}");
            let said = given.stage.call("POST", &path, Some(&token), body).await;
            assert_eq!(said.0, 200, "{}", said.1);
        }
        let reader = curator(&given, "three").await;
        let page = format!("/findings/{}/F001", given.case);
        let (status, html) = given.stage.page(&page, Some(&reader)).await;
        assert_eq!(status, 200);
        assert!(html.contains(&format!("/findings/{other}/F001")), "{html}");

        withdraw(&given.stage, &other, &person).await;
        given.stage.settle().await;
        assert!(prints(&given).await.iter().all(|r| r.0 == given.case));
        let (_, html) = given.stage.page(&page, Some(&reader)).await;
        assert!(!html.contains(&other), "the withdrawn case is gone");
    }
}

#[test]
fn one_variant_has_one_spelling() {
    let spelt = |before: &str, r: &str, a: &str| {
        let (moved, r, a) = leftmost(before.as_bytes(), r.into(), a.into());
        (
            moved,
            String::from_utf8(r).unwrap(),
            String::from_utf8(a).unwrap(),
        )
    };
    let told = |m, r: &str, a: &str| (m, r.to_owned(), a.to_owned());
    assert_eq!(spelt("ACGT", "T", "G"), told(0, "T", "G"));
    assert_eq!(spelt("ACGT", "TAC", "TGC"), told(1, "A", "G"));
    // one base of a run of A is gone: said of the last, it is the same as said of the first
    assert_eq!(spelt("CGAA", "AA", "A"), told(-3, "GA", "G"));
    assert_eq!(spelt("CG", "GA", "G"), told(0, "GA", "G"));
    assert_eq!(spelt("CGAA", "A", "AA"), told(-3, "G", "GA"));
}
