//! Sealed answers, edited behind the ledger's back, are named; those of a forgotten case are not missed.

use blob::KeyId;
use serde_json::json;
use store::{Write, testing::TestDb};
use web::testing::Stage;
use words::CaseId;

use crate::api::consented;

async fn saved(t: &TestDb) -> Stage {
    let areas = vec![registry::area(), consent::area(), clinical::area()];
    let stage = web::testing::platform(t.db.clone(), areas).await;
    let physician = consented(&stage).await;
    let path = "/api/cases/0123-01-00001/clinical/basic";
    for height in [170.5, 171.0] {
        let body = json!({ "answers": { "tumour_class": "solid", "height_cm": height } });
        let (status, saved) = stage.call("PUT", path, Some(&physician), body).await;
        assert_eq!(status, 200, "{saved}");
    }
    stage
}

async fn flaws(stage: &Stage) -> Vec<String> {
    let only = vec![clinical::area()];
    let proof = web::prove(&stage.platform, &only).await.unwrap();
    // beside the lines of the access log
    assert!(proof.checked >= 2);
    proof
        .flaws
        .iter()
        .map(|f| format!("{} {}", f.ja, f.en))
        .collect()
}

#[tokio::test]
async fn an_edited_removed_or_invented_revision_is_named() {
    let edits = [
        ("DELETE FROM clinical_answers WHERE revision = 1", "missing"),
        (
            "UPDATE clinical_answers SET sealed = (SELECT sealed FROM clinical_answers WHERE revision = 2) WHERE revision = 1",
            "was edited",
        ),
        (
            "INSERT INTO clinical_answers SELECT case_id, section, 3, at, sealed FROM clinical_answers WHERE revision = 2",
            "has no event",
        ),
    ];
    for (edit, what) in edits {
        for t in store::testing::both().await {
            let stage = saved(&t).await;
            assert_eq!(flaws(&stage).await, Vec::<String>::new());
            assert_eq!(
                t.db.run(Write::new(edit, vec![])).await.unwrap(),
                1,
                "{edit}"
            );
            let said = flaws(&stage).await;
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(
                said[0].contains("0123-01-00001") && said[0].contains(what),
                "{said:?}"
            );
        }
    }
}

#[tokio::test]
async fn emptied_answers_are_missed_unless_the_case_was_forgotten() {
    for t in store::testing::both().await {
        let stage = saved(&t).await;
        t.db.run(Write::new("DELETE FROM clinical_answers", vec![]))
            .await
            .unwrap();
        assert_eq!(flaws(&stage).await.len(), 2);
        let case = CaseId::parse("0123-01-00001").unwrap();
        stage
            .platform
            .blobs()
            .forget(&KeyId::case(&case))
            .await
            .unwrap();
        assert_eq!(flaws(&stage).await, Vec::<String>::new());
    }
}
