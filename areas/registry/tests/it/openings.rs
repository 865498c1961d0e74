//! Opening an identity outside the treating team: a reason, a second person, an hour.

use ledger::Aggregate as _;
use registry::{
    decide::{OpeningAggregate, OpeningCommand, OpeningFacts, OpeningState, Refusal},
    words::opening::{Reason, Stands},
};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{AccountId, At, CaseId};

use crate::api::{member, site};

const NOW: At = At::from_micros(1_775_174_400_000_000);

fn by(account: &str, at: At) -> OpeningFacts {
    OpeningFacts {
        now: at,
        by: AccountId::parse(account).unwrap(),
    }
}

fn run(
    state: Option<&OpeningState>,
    command: OpeningCommand,
    facts: &OpeningFacts,
) -> Result<Option<OpeningState>, Refusal> {
    let events = OpeningAggregate::decide(state, command, facts)?;
    Ok(events.iter().fold(state.cloned(), OpeningAggregate::evolve))
}

fn asked() -> OpeningState {
    let command = OpeningCommand::Ask {
        case: CaseId::parse("0123-01-00001").unwrap(),
        reason: Reason::Urgent,
        said: None,
    };
    run(None, command, &by("a", NOW)).unwrap().unwrap()
}

#[test]
fn nobody_approves_the_own_request_and_none_outlives_its_hour() {
    let asked = asked();
    let own = run(Some(&asked), OpeningCommand::Approve, &by("a", NOW));
    assert_eq!(own, Err(Refusal::OwnOpening));
    let unseen = run(Some(&asked), OpeningCommand::Use, &by("a", NOW));
    assert_eq!(unseen, Err(Refusal::NotOpen), "not approved yet");
    let late = NOW.plus_seconds(24 * 3600);
    let answer = run(Some(&asked), OpeningCommand::Approve, &by("b", late));
    assert_eq!(answer, Err(Refusal::NotAsked), "nobody answered in time");

    let open = run(Some(&asked), OpeningCommand::Approve, &by("b", NOW));
    let open = open.unwrap().unwrap();
    let almost = NOW.plus_seconds(3599);
    let a = AccountId::parse("a").unwrap();
    assert!(open.opens_for(&a, almost) && !open.opens_for(&a, NOW.plus_seconds(3600)));
    assert!(!open.opens_for(&AccountId::parse("b").unwrap(), NOW));
    let used = run(Some(&open), OpeningCommand::Use, &by("a", almost));
    assert_eq!(used.unwrap().unwrap().used_at, Some(almost));
    let other = run(Some(&open), OpeningCommand::Use, &by("c", NOW));
    assert_eq!(other, Err(Refusal::NotOpen));
    let over = run(
        Some(&open),
        OpeningCommand::Use,
        &by("a", NOW.plus_seconds(3600)),
    );
    assert_eq!(over, Err(Refusal::NotOpen));
    let twice = run(Some(&open), OpeningCommand::Approve, &by("c", NOW));
    assert_eq!(twice, Err(Refusal::NotAsked));
    let ended = run(Some(&open), OpeningCommand::End, &by("a", NOW));
    assert_eq!(ended.unwrap().unwrap().stands(NOW), Stands::Ended);
}

#[test]
fn another_reason_needs_words() {
    let command = OpeningCommand::Ask {
        case: CaseId::parse("0123-01-00001").unwrap(),
        reason: Reason::Other,
        said: None,
    };
    assert_eq!(run(None, command, &by("a", NOW)), Err(Refusal::NoWords));
}

async fn post(stage: &Stage, path: &str, token: &str, body: Value) -> (u16, Value) {
    stage.call("POST", path, Some(token), body).await
}

async fn reads(stage: &Stage, token: &str) -> u16 {
    let path = "/api/cases/0123-01-00001/identity";
    stage.call("GET", path, Some(token), Value::Null).await.0
}

#[tokio::test]
async fn an_identity_is_open_for_an_hour_after_a_second_person_approved() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
        let body = json!({ "eligibility": eligibility, "members": [member("proband", "1")] });
        assert_eq!(post(&stage, "/api/cases", &physician, body).await.0, 201);

        let curator = stage.sign_in("curator", None).await;
        assert_eq!(reads(&stage, &curator).await, 403);
        let ask = json!({ "reason": "mixup", "said": "<script>alert(1)</script>検体の名前" });
        let path = "/api/cases/0123-01-00001/openings";
        let (status, asked) = post(&stage, path, &curator, ask.clone()).await;
        assert_eq!(
            (status, &asked["stands"]),
            (201, &json!("asked")),
            "{asked}"
        );
        assert_eq!(reads(&stage, &curator).await, 403, "not approved yet");

        // the same account with a role that may approve stays one person
        let both = stage
            .sign_in_as("curator.centre", "office", None, None)
            .await;
        let answer = format!("/api/openings/{}/answer", asked["id"].as_str().unwrap());
        let yes = json!({ "approve": true });
        let (status, own) = post(&stage, &answer, &both, yes.clone()).await;
        assert_eq!(
            (status, &own["code"]),
            (409, &json!("E-REGISTRY-OWN-OPENING"))
        );

        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        assert_eq!(post(&stage, &answer, &stranger, yes.clone()).await.0, 403);
        let (_, page) = stage.page("/openings", Some(&physician)).await;
        assert!(
            page.contains("&lt;script&gt;") && !page.contains("<script>alert"),
            "{page}"
        );
        let (status, open) = post(&stage, &answer, &physician, yes).await;
        assert_eq!((status, &open["stands"]), (200, &json!("open")), "{open}");

        let analyst = stage.sign_in("analyst", None).await;
        assert_eq!(
            reads(&stage, &analyst).await,
            403,
            "open for one account only"
        );
        let curator = stage
            .sign_in_as("curator.only", "curator", None, None)
            .await;
        assert_eq!(
            reads(&stage, &curator).await,
            403,
            "and for no other of the role"
        );
        let token = stage.sign_in("curator", None).await;
        stage.pass_seconds(3599);
        assert_eq!(reads(&stage, &token).await, 200);
        let (_, page) = stage
            .page("/cases/0123-01-00001/identity", Some(&token))
            .await;
        assert!(
            page.contains("見本 花子") && page.contains("昭和45年5月1日"),
            "{page}"
        );
        stage.pass_seconds(1);
        assert_eq!(reads(&stage, &token).await, 403, "the hour is over");
        let (_, page) = stage
            .page("/cases/0123-01-00001/identity", Some(&token))
            .await;
        assert!(!page.contains("花子") && page.contains("終了"), "{page}");

        let id = CaseId::parse("0123-01-00001").unwrap();
        let listed = registry::facts::openings(&t.db, &id).await.unwrap();
        assert!(listed.len() == 1 && listed[0].opening.used_at.is_some());
        let security = stage.sign_in("security", None).await;
        let (status, page) = stage.page("/openings", Some(&security)).await;
        assert!(status == 200 && page.contains("0123-01-00001") && page.contains("取り違え"));
        let events = stage.platform.ledger().events_of_case(&id).await.unwrap();
        assert!(
            events
                .iter()
                .all(|e| !e.payload.to_string().contains("検体の名前"))
        );
        let areas = &stage.areas;
        let proof = web::prove(&stage.platform, areas).await.unwrap();
        assert!(proof.flaws.is_empty(), "{:?}", proof.flaws);
    }
}

#[tokio::test]
async fn a_case_elsewhere_answers_like_a_case_that_is_not_there() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
        let body = json!({ "eligibility": eligibility, "members": [member("proband", "1")] });
        assert_eq!(post(&stage, "/api/cases", &physician, body).await.0, 201);
        let elsewhere = stage.sign_in("coordinator", Some("hospital-b")).await;
        for way in ["identity", "openings"] {
            let there = format!("/api/cases/0123-01-00001/{way}");
            let none = format!("/api/cases/0123-01-00009/{way}");
            let token = Some(elsewhere.as_str());
            let one = stage.call("GET", &there, token, Value::Null).await;
            assert_eq!(one, stage.call("GET", &none, token, Value::Null).await);
            assert_eq!(one.0, 403);
        }
        let pages = [
            "/cases/0123-01-00001/identity",
            "/cases/0123-01-00009/identity",
        ];
        let one = stage.page(pages[0], Some(&elsewhere)).await;
        let other = stage.page(pages[1], Some(&elsewhere)).await;
        assert_eq!(one.0, 403);
        assert_eq!(one.1.replace("00001", "00009"), other.1);
    }
}
