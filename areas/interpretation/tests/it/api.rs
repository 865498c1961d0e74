//! Verdicts over HTTP: who may judge, who is the second reader, and what happens when two do it at once.

use interpretation::facts;
use serde_json::{Value, json};

use crate::upstream::{Given, HOSPITAL, given, good, import, withdraw};

pub async fn annotated(db: store::Db) -> Given {
    let given = given(db).await;
    import(&given.stage).await;
    given.accept_run("run-1", &good()).await;
    given.stage.settle().await;
    given
}

pub async fn curator(given: &Given, name: &str) -> String {
    given.stage.sign_in_as(name, "curator", None, None).await
}

async fn post(given: &Given, token: &str, what: &str, body: Value) -> (u16, Value) {
    let path = format!("/api/cases/{}/findings/{what}", given.case);
    given.stage.call("POST", &path, Some(token), body).await
}

/// Reads as the rules propose.
pub fn accepted() -> Value {
    json!({"verdict": "accepted", "tier": "II-C"})
}

#[tokio::test]
async fn a_verdict_needs_two_curators_and_others_may_not() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let physician = given.stage.sign_in("physician", Some(HOSPITAL)).await;
        let stranger = given.stage.sign_in("physician", Some("elsewhere")).await;
        let analyst = given.stage.sign_in("analyst", None).await;
        for token in [&physician, &stranger, &analyst] {
            for what in ["F001/verdict", "F001/agree"] {
                let (status, _) = post(&given, token, what, accepted()).await;
                assert_eq!(status, 403, "{what}");
            }
        }
        let (one, two) = (curator(&given, "one").await, curator(&given, "two").await);
        let (status, said) = post(&given, &one, "F001/verdict", accepted()).await;
        assert_eq!((status, &said["stage"]), (200, &json!("first")), "{said}");
        let (platform, case) = (&given.stage.platform, given.case_id());
        // one reading alone changes nothing for those who read on
        let found = facts::findings(platform, &case).await.unwrap();
        assert_eq!(found[0].verdict, None);
        assert_eq!(found[0].judged.as_ref().unwrap().stage, facts::Stage::First);
        let (status, said) = post(&given, &one, "F001/agree", json!({})).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-SAME-READER"))
        );
        let (status, said) = post(&given, &two, "F001/agree", json!({})).await;
        assert_eq!((status, &said["stage"]), (200, &json!("decided")), "{said}");
        let found = facts::findings(platform, &case).await.unwrap();
        assert_eq!(found[0].verdict.as_deref(), Some("accepted"));
        let (status, said) = post(&given, &one, "F009/verdict", accepted()).await;
        assert_eq!(status, 404, "{said}");
    }
}

#[tokio::test]
async fn a_verdict_wins_over_the_proposal_and_its_words_stay_sealed() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let (one, two) = (curator(&given, "one").await, curator(&given, "two").await);
        let mute = json!({"verdict": "rejected", "tier": "III"});
        let (status, said) = post(&given, &one, "F002/verdict", mute).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-REASON"))
        );
        let half =
            json!({"verdict": "accepted", "tier": "III", "sentence": {"ja": "見本の文", "en": ""}});
        let (status, said) = post(&given, &one, "F002/verdict", half).await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-INTERPRETATION-ONE-LANGUAGE"))
        );
        let changed = json!({"verdict": "uncertain", "tier": "II-D", "level": 3, "reason": "見本の理由",
            "sentence": {"ja": "見本の文です。", "en": "A sample sentence."}});
        let rejected = json!({"verdict": "rejected", "tier": "II-C", "reason": "見本の理由"});
        for (finding, body) in [("F002", changed), ("F001", rejected)] {
            let (status, said) = post(&given, &one, &format!("{finding}/verdict"), body).await;
            assert_eq!(status, 200, "{said}");
            let (status, _) = post(&given, &two, &format!("{finding}/agree"), json!({})).await;
            assert_eq!(status, 200);
        }
        let (platform, case) = (&given.stage.platform, given.case_id());
        let found = facts::findings(platform, &case).await.unwrap();
        assert_eq!(found[1].tier.as_deref(), Some("II-D"));
        assert_eq!((found[1].level, &*found[1].text.ja), (3, "見本の文です。"));
        assert_eq!(found[1].verdict.as_deref(), Some("uncertain"));
        assert_eq!(facts::rejected_count(platform, &case).await.unwrap(), 1);
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let judged: Vec<_> = events.iter().filter(|e| e.kind == "judgement").collect();
        assert_eq!(judged.len(), 4);
        for event in judged {
            assert!(event.consent.is_some());
            let text = event.payload.to_string();
            assert!(!text.contains("見本") && !text.contains("sample"), "{text}");
        }
    }
}

#[tokio::test]
async fn of_two_at_once_the_second_is_told_and_nothing_is_overwritten() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let (one, two) = (curator(&given, "one").await, curator(&given, "two").await);
        let with =
            |tier: &str| json!({"verdict": "accepted", "tier": tier, "reason": "x", "version": 0});
        let (first, second) = tokio::join!(
            post(&given, &one, "F001/verdict", with("II-C")),
            post(&given, &two, "F001/verdict", with("III"))
        );
        let mut both = [first.0, second.0];
        both.sort_unstable();
        assert_eq!(both, [200, 409], "{first:?} {second:?}");
        let late = if first.0 == 409 { first.1 } else { second.1 };
        assert_eq!(late["code"], json!("E-WEB-STALE"));
        let (platform, case) = (&given.stage.platform, given.case_id());
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        assert_eq!(events.iter().filter(|e| e.kind == "judgement").count(), 1);
    }
}

#[tokio::test]
async fn after_a_withdrawal_nobody_reads_or_judges() {
    for t in store::testing::both().await {
        let given = annotated(t.db.clone()).await;
        let one = curator(&given, "one").await;
        assert_eq!(post(&given, &one, "F001/verdict", accepted()).await.0, 200);
        withdraw(&given.stage, &given.case, &given.person).await;
        given.stage.settle().await;
        assert_eq!(post(&given, &one, "F001/agree", json!({})).await.0, 403);
        let path = format!("/api/cases/{}/findings", given.case);
        let (status, _) = given
            .stage
            .call("GET", &path, Some(&one), Value::Null)
            .await;
        assert_eq!(status, 403);
        let case = given.case_id();
        let events = given
            .stage
            .platform
            .ledger()
            .events_of_case(&case)
            .await
            .unwrap();
        let last = events.iter().rfind(|e| e.kind == "judgement").unwrap();
        assert_eq!(last.event, "withdrawn");
        let open = facts::waiting(&given.stage.platform, facts::Stage::Open, 10).await;
        assert!(open.unwrap().is_empty());
    }
}
