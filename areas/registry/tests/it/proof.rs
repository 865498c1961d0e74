//! Rows beside the ledger, edited behind its back, are named; forgotten persons are not missed.

use blob::KeyId;
use serde_json::json;
use store::{Write, testing::TestDb};
use web::testing::Stage;
use words::PersonId;

use crate::api::{member, site};

async fn registered(t: &TestDb) -> (Stage, PersonId) {
    let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
    site(&stage).await;
    let token = stage.sign_in("physician", Some("hospital-a")).await;
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let mut person = None;
    for number in ["1", "2"] {
        let body = json!({ "eligibility": eligibility, "members": [member("proband", number)] });
        let (status, case) = stage.call("POST", "/api/cases", Some(&token), body).await;
        assert_eq!(status, 201, "{case}");
        person = case["members"][0]["person"].as_str().map(str::to_owned);
    }
    stage.settle().await;
    (stage, PersonId::parse(person.unwrap()).unwrap())
}

async fn flaws(stage: &Stage) -> Vec<String> {
    let proof = web::prove(&stage.platform, &stage.areas).await.unwrap();
    // beside the lines of the access log
    assert!(proof.checked >= 2);
    proof
        .flaws
        .iter()
        .map(|f| format!("{} {}", f.ja, f.en))
        .collect()
}

#[tokio::test]
async fn an_edited_row_beside_the_ledger_is_named_with_its_person() {
    let edits = [
        (
            "DELETE FROM registry_identity WHERE person = $1",
            "registry_identity",
        ),
        (
            "UPDATE registry_identity SET sealed = (SELECT sealed FROM registry_identity WHERE person <> $1) WHERE person = $1",
            "registry_identity",
        ),
        (
            "UPDATE registry_identity SET lookup = 'x' WHERE person = $1",
            "registry_identity.lookup",
        ),
        (
            "DELETE FROM registry_namesake WHERE person = $1",
            "registry_namesake",
        ),
        (
            "UPDATE registry_namesake SET name = 'x' WHERE person = $1",
            "registry_namesake",
        ),
        (
            "DELETE FROM registry_member WHERE person = $1",
            "registry_member",
        ),
    ];
    for (edit, table) in edits {
        for t in store::testing::both().await {
            let (stage, person) = registered(&t).await;
            assert_eq!(flaws(&stage).await, Vec::<String>::new());
            let args = vec![(&person).into()];
            assert_eq!(t.db.run(Write::new(edit, args)).await.unwrap(), 1, "{edit}");
            let said = flaws(&stage).await;
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].contains(person.as_str()) && said[0].contains(table),
                "{said:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_identity_sealed_anew_by_somebody_with_the_key_is_named() {
    for t in store::testing::both().await {
        let (stage, person) = registered(&t).await;
        let key = KeyId::person(&person);
        let blobs = stage.platform.blobs();
        let sql = "SELECT sealed FROM registry_identity WHERE person = $1";
        let row =
            t.db.one(sql, vec![(&person).into()])
                .await
                .unwrap()
                .unwrap();
        let plain = blobs.open(&key, &row.bytes(0).unwrap()).unwrap();
        let other = String::from_utf8(plain).unwrap().replace("花子", "花枝");
        let sealed = blobs.seal(&key, other.as_bytes()).unwrap();
        let edit = "UPDATE registry_identity SET sealed = $2 WHERE person = $1";
        let args = vec![(&person).into(), sealed.into()];
        t.db.run(Write::new(edit, args)).await.unwrap();
        assert_eq!(flaws(&stage).await.len(), 1);
        blobs.forget(&key).await.unwrap();
        assert_eq!(flaws(&stage).await, Vec::<String>::new(), "forgotten");
    }
}
