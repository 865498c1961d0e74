//! Findings over HTTP: who may judge, and what happens when two do.

use interpretation::facts;
use serde_json::{Value, json};

use crate::upstream::{Given, HOSPITAL, given, good, import, withdraw};

async fn annotated(db: store::Db) -> Given {
    let given = given(db).await;
    import(&given.stage).await;
    given.accept_run("run-1", &good()).await;
    given.stage.settle().await;
    given
}

async fn judge(given: &Given, token: &str, finding: &str, body: Value) -> (u16, Value) {
    let path = format!("/api/cases/{}/findings/{finding}/judge", given.case);
    given.stage.call("POST", &path, Some(token), body).await
}

#[tokio::test]
async fn a_curator_judges_and_others_may_not() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let curator = given.stage.sign_in("curator", None).await;
        let physician = given.stage.sign_in("physician", Some(HOSPITAL)).await;
        let stranger = given.stage.sign_in("physician", Some("elsewhere")).await;
        let accept = json!({"verdict": "accepted"});
        for token in [&physician, &stranger] {
            let (status, _) = judge(&given, token, "F001", accept.clone()).await;
            assert_eq!(status, 403);
        }
        let path = format!("/api/cases/{}/findings", given.case);
        let (status, _) = given
            .stage
            .call("GET", &path, Some(&stranger), Value::Null)
            .await;
        assert_eq!(status, 403);
        let (status, said) = judge(&given, &curator, "F001", accept.clone()).await;
        assert_eq!(
            (status, &said["findings"][0]["verdict"]),
            (200, &json!("accepted"))
        );
        let (status, said) = judge(&given, &curator, "F009", accept).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-UNKNOWN"))
        );
        let mute = json!({"verdict": "rejected"});
        let (status, said) = judge(&given, &curator, "F002", mute).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-REASON"))
        );
        let (platform, case) = (&given.stage.platform, given.case_id());
        assert_eq!(facts::rejected_count(platform, &case).await.unwrap(), 0);
        let reason = json!({"verdict": "rejected", "reason": "見本の理由"});
        assert_eq!(judge(&given, &curator, "F002", reason).await.0, 200);
        assert_eq!(facts::rejected_count(platform, &case).await.unwrap(), 1);
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let judged = events.iter().filter(|e| e.event == "judged");
        assert!(judged.clone().all(|e| e.consent.is_some()));
        assert!(
            judged
                .into_iter()
                .all(|e| !e.payload.to_string().contains("見本"))
        );
    }
}

#[tokio::test]
async fn two_curators_at_once_are_both_on_record_and_the_last_one_counts() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let one = given.stage.sign_in_as("one", "curator", None, None).await;
        let two = given.stage.sign_in_as("two", "curator", None, None).await;
        let (accept, doubt) = (
            json!({"verdict": "accepted"}),
            json!({"verdict": "uncertain"}),
        );
        let (first, second) = tokio::join!(
            judge(&given, &one, "F001", accept),
            judge(&given, &two, "F001", doubt)
        );
        assert_eq!((first.0, second.0), (200, 200), "{first:?} {second:?}");
        let (platform, case) = (&given.stage.platform, given.case_id());
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let judged: Vec<_> = events.iter().filter(|e| e.event == "judged").collect();
        assert_eq!(judged.len(), 2);
        assert_ne!(judged[0].actor.account, judged[1].actor.account);
        let found = facts::findings(platform, &case).await.unwrap();
        let last = &judged[1].payload["judgement"]["verdict"];
        assert_eq!(&json!(found[0].verdict), last);
    }
}

#[tokio::test]
async fn after_a_withdrawal_nobody_reads_or_judges() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let curator = given.stage.sign_in("curator", None).await;
        withdraw(&given.stage, &given.case, &given.person).await;
        given.stage.settle().await;
        let (status, _) = judge(&given, &curator, "F001", json!({"verdict": "accepted"})).await;
        assert_eq!(status, 403);
        let path = format!("/api/cases/{}/findings", given.case);
        let (status, _) = given
            .stage
            .call("GET", &path, Some(&curator), Value::Null)
            .await;
        assert_eq!(status, 403);
    }
}
