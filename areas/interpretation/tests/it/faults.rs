//! What cannot be annotated as things are is said once, and there is a way on.

use interpretation::decide::{Code, Status};
use interpretation::facts;
use serde_json::{Value, json};

use crate::upstream::{Given, HOSPITAL, calls, given, good, import};

async fn failure(given: &Given) -> facts::Failure {
    let standing = facts::standing(&given.stage.platform, &given.case_id()).await;
    let state = standing.unwrap().unwrap();
    assert_eq!(state.status, Status::Failed);
    state.failure.unwrap()
}

async fn retry(given: &Given, token: &str) -> (u16, Value) {
    let path = format!("/api/cases/{}/interpretation/retry", given.case);
    let said = given
        .stage
        .call("POST", &path, Some(token), Value::Null)
        .await;
    given.stage.settle().await;
    said
}

#[tokio::test]
async fn a_wrong_ref_is_an_answer_and_a_new_run_goes_on() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        import(&given.stage).await;
        let wrong = calls(&[("chr1", 18, "T", "C"), ("chr1", 21, "C", "G")]);
        given.accept_run("run-1", &wrong).await;
        given.stage.settle().await;
        let said = failure(&given).await;
        assert_eq!(said.code, Code::ReferenceMismatch);
        assert_eq!((said.records, said.wrong), (2, 1));
        let (platform, case) = (&given.stage.platform, given.case_id());
        assert_eq!(platform.ledger().open_jobs().await.unwrap(), (0, 0));
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let told = events.iter().find(|e| e.event == "failed").unwrap();
        assert_eq!(
            told.payload["failure"],
            json!({"code": "reference_mismatch", "file": "somatic.vcf.gz", "records": 2, "wrong": 1})
        );
        assert!(told.consent.is_some());
        // An analyst reads why, and tries again without having mended anything: the same answer, still nothing lost.
        let analyst = given.stage.sign_in("analyst", None).await;
        let path = format!("/api/cases/{}/findings", given.case);
        let (_, read) = given
            .stage
            .call("GET", &path, Some(&analyst), Value::Null)
            .await;
        assert_eq!(read["failure"]["code"], json!("reference_mismatch"));
        let physician = given.stage.sign_in("physician", Some(HOSPITAL)).await;
        assert_eq!(retry(&given, &physician).await.0, 403);
        let (status, said) = retry(&given, &analyst).await;
        assert_eq!((status, &said["failure"]), (200, &Value::Null), "{said}");
        assert_eq!(failure(&given).await.code, Code::ReferenceMismatch);
        // Another run, made on the right genome.
        given.supersede("run-1").await;
        given.accept_run("run-2", &good()).await;
        given.stage.settle().await;
        assert_eq!(facts::findings(platform, &case).await.unwrap().len(), 2);
        let (status, said) = retry(&given, &analyst).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-NOT-FAILED"))
        );
    }
}

#[tokio::test]
async fn without_knowledge_it_waits_to_be_asked_again() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        given.accept_run("run-1", &good()).await;
        given.stage.settle().await;
        assert_eq!(failure(&given).await.code, Code::KnowledgeMissing);
        import(&given.stage).await;
        let curator = given.stage.sign_in("curator", None).await;
        assert_eq!(retry(&given, &curator).await.0, 200);
        let found = facts::findings(&given.stage.platform, &given.case_id()).await;
        assert_eq!(found.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn another_genome_and_a_damaged_file_have_names_of_their_own() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    import(&given.stage).await;
    let elsewhere = calls(&[("chr9", 18, "T", "C")]);
    let cut = format!("{}chr1\t18\n", calls(&[]));
    for (run, text, code) in [
        ("run-1", elsewhere.as_str(), Code::OutsideGenome),
        ("run-2", cut.as_str(), Code::Unreadable),
        ("run-3", "not a file of variants", Code::Unreadable),
    ] {
        given.accept_run(run, text).await;
        given.stage.settle().await;
        assert_eq!(failure(&given).await.code, code, "{run}");
        given.supersede(run).await;
    }
}
