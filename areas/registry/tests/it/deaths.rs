//! A death: recorded once, by those who treat; its day nowhere in the ledger; the account closed and, after a mistake, opened
//! again; a withdrawal before it stays one.

use ledger::Aggregate as _;
use registry::decide::{
    CaseAggregate, CaseCommand, CaseEvent, PersonAggregate, PersonCommand, PersonEvent,
    PersonFacts, Refusal,
};
use registry::words::{
    CaseStatus,
    death::{Death, Mistake, Source},
};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{AccountId, Day, PersonId, SiteId};

use crate::{
    api::{member, site},
    decide::{NOW, facts, person, rare, register, trio},
    doors::send,
};

fn death() -> Death {
    Death {
        source: Source::Chart,
        day: None,
        at: NOW,
        by: AccountId::parse("ac-1").unwrap(),
    }
}

fn entered() -> PersonEvent {
    PersonEvent::Entered {
        site: SiteId::parse("hospital-a").unwrap(),
        identity: None,
    }
}

#[test]
fn the_day_lies_between_birth_and_today() {
    let alive = PersonAggregate::evolve(None, &entered());
    let born = PersonFacts {
        born: Day::new(1960, 4, 3),
        ..PersonFacts::default()
    };
    let record = |on: Option<Day>| {
        let death = death();
        let command = PersonCommand::RecordDeath { death, on };
        PersonAggregate::decide(alive.as_ref(), command, &born)
    };
    assert_eq!(record(Day::new(2099, 1, 1)), Err(Refusal::DeathToCome));
    assert_eq!(record(Day::new(1960, 4, 2)), Err(Refusal::DeathBeforeBirth));
    let unknown = record(None).unwrap();
    assert_eq!(
        record(Day::new(2026, 4, 1)).unwrap(),
        unknown,
        "no day in the event"
    );
    let dead = PersonAggregate::evolve(alive.clone(), &unknown[0]);
    let again = PersonCommand::RecordDeath {
        death: death(),
        on: None,
    };
    assert_eq!(
        PersonAggregate::decide(dead.as_ref(), again, &born),
        Err(Refusal::Deceased)
    );
    let correct = || PersonCommand::CorrectDeath {
        mistake: Mistake::Alive,
        at: NOW,
        by: AccountId::parse("ac-1").unwrap(),
    };
    assert_eq!(
        PersonAggregate::decide(alive.as_ref(), correct(), &born),
        Err(Refusal::Alive)
    );
    let back = PersonAggregate::decide(dead.as_ref(), correct(), &born).unwrap();
    assert_eq!(PersonAggregate::evolve(dead, &back[0]), alive);
}

fn told(events: &mut Vec<CaseEvent>, command: CaseCommand) -> usize {
    let state = events.iter().fold(None, CaseAggregate::evolve);
    let new = CaseAggregate::decide(state.as_ref(), command, &facts()).unwrap();
    let count = new.len();
    events.extend(new);
    count
}

fn status(events: &[CaseEvent]) -> CaseStatus {
    let state = events.iter().fold(None, CaseAggregate::evolve);
    state.unwrap().status
}

#[test]
fn a_parents_death_leaves_the_case_and_a_mistake_leaves_no_trace_in_it() {
    let mut events = CaseAggregate::decide(None, register(rare(), trio()), &facts()).unwrap();
    told(&mut events, CaseCommand::Activate);
    assert_eq!(told(&mut events, CaseCommand::Die(person("p-2"))), 1);
    assert_eq!(
        told(&mut events, CaseCommand::Die(person("p-2"))),
        0,
        "once"
    );
    assert_eq!(
        told(&mut events, CaseCommand::Die(person("p-9"))),
        0,
        "who is not in it"
    );
    assert_eq!(status(&events), CaseStatus::Active);
    told(&mut events, CaseCommand::Die(person("p-1")));
    assert_eq!(status(&events), CaseStatus::Deceased);
    told(&mut events, CaseCommand::Revive(person("p-1")));
    assert_eq!(status(&events), CaseStatus::Active);
}

#[test]
fn a_death_after_a_withdrawal_opens_nothing() {
    let mut events = CaseAggregate::decide(None, register(rare(), trio()), &facts()).unwrap();
    told(&mut events, CaseCommand::Activate);
    told(&mut events, CaseCommand::Withdraw(person("p-1")));
    told(&mut events, CaseCommand::Die(person("p-1")));
    assert_eq!(status(&events), CaseStatus::Withdrawn);
    // the withdrawal had been a mistake too: the person stays dead
    told(&mut events, CaseCommand::Restore(person("p-1")));
    assert_eq!(status(&events), CaseStatus::Deceased);
}

async fn registered(stage: &Stage) -> (String, PersonId) {
    site(stage).await;
    let physician = stage.sign_in("physician", Some("hospital-a")).await;
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let body = json!({ "eligibility": eligibility, "members": [member("proband", "100001")] });
    let (_, case) = stage
        .call("POST", "/api/cases", Some(&physician), body)
        .await;
    let person = case["members"][0]["person"].as_str().unwrap();
    (physician, PersonId::parse(person).unwrap())
}

const CASE: &str = "/api/cases/0123-01-00001";

#[tokio::test]
async fn a_death_closes_the_account_and_a_correction_opens_it() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        let (physician, who) = registered(&stage).await;
        let patient = stage.sign_in_patient(&who).await;
        let path = format!("{CASE}/members/{who}/death");
        let body = json!({ "source": "chart", "on": "2026-04-01" });
        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        let curator = stage.sign_in("curator", None).await;
        for nobody in [&stranger, &curator, &patient] {
            let (status, _) = stage.call("PUT", &path, Some(nobody), body.clone()).await;
            assert_eq!(status, 403);
        }
        let (status, out) = stage
            .call("PUT", &path, Some(&physician), body.clone())
            .await;
        assert_eq!((status, &out["dead"]), (200, &json!(true)), "{out}");
        let (_, case) = stage.call("GET", CASE, Some(&physician), Value::Null).await;
        assert_eq!(case["status"], "deceased");
        let (status, _) = stage.call("GET", CASE, Some(&patient), Value::Null).await;
        assert_eq!(status, 401, "nobody signs in for the dead");
        let db = stage.platform.db();
        assert!(registry::facts::is_dead(db, &who).await.unwrap());
        let day = registry::facts::day_of_death(&stage.platform, &who).await;
        assert_eq!(day.unwrap(), Day::new(2026, 4, 1));
        let (status, out) = stage.call("PUT", &path, Some(&physician), body).await;
        assert_eq!((status, &out["code"]), (409, &json!("E-REGISTRY-DECEASED")));

        stage.settle().await;
        let events = stage.platform.ledger().events_after(0, 1000).await.unwrap();
        let leaks = |e: &&ledger::Recorded| e.payload.to_string().contains("2026-04-01");
        assert_eq!(events.iter().filter(leaks).count(), 0, "the day is sealed");
        let told = |kind: &str, what: &str| {
            let same = |e: &&ledger::Recorded| e.kind == kind && e.event == what;
            events.iter().filter(same).count()
        };
        assert_eq!(
            (told("case", "died"), told("account", "closed")),
            (1, 1),
            "told once"
        );

        let path = format!("{path}/correct");
        let body = json!({ "mistake": "other_person" });
        let (status, out) = stage
            .call("POST", &path, Some(&physician), body.clone())
            .await;
        assert_eq!((status, &out["dead"]), (200, &json!(false)), "{out}");
        stage.settle().await;
        assert!(!registry::facts::is_dead(db, &who).await.unwrap());
        let (_, case) = stage.call("GET", CASE, Some(&physician), Value::Null).await;
        assert_eq!(case["status"], "registered");
        let account = stage.platform.auth().account_of(&who).await.unwrap();
        assert!(account.is_some(), "the account is open again");
        let (status, out) = stage.call("POST", &path, Some(&physician), body).await;
        assert_eq!((status, &out["code"]), (409, &json!("E-REGISTRY-ALIVE")));
        let proof = stage.platform.ledger();
        assert!(proof.events_after(0, 1000).await.unwrap().len() > events.len());
    }
}

#[tokio::test]
async fn the_page_records_a_death_and_takes_it_back() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        let (physician, who) = registered(&stage).await;
        let path = "/cases/0123-01-00001/death";
        let (status, page) = stage.page(path, Some(&physician)).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("見本 花子 さんが亡くなられたことを記録する"),
            "{page}"
        );
        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        let (denied, _) = stage.page(path, Some(&stranger)).await;
        let (missing, _) = stage
            .page("/cases/0123-01-09999/death", Some(&stranger))
            .await;
        assert_eq!((denied, missing), (403, 403));

        let filled = |on, source| [("person", who.as_str()), ("on", on), ("source", source)];
        for (on, source, code) in [
            ("R8.13.1", "family", "E-REGISTRY-DEATH-INCOMPLETE"),
            ("R8.4.1", "", "E-REGISTRY-DEATH-INCOMPLETE"),
            ("2099/1/1", "family", "E-REGISTRY-DEATH-TO-COME"),
            ("S30.1.1", "family", "E-REGISTRY-DEATH-BEFORE-BIRTH"),
        ] {
            let (status, _, page) = send(&stage, path, &physician, &filled(on, source)).await;
            assert_eq!(status, 409);
            assert!(
                page.contains(code) && page.contains(&format!("value=\"{on}\"")),
                "{page}"
            );
        }
        let (status, to, _) = send(&stage, path, &physician, &filled("R8.4.1", "family")).await;
        assert_eq!((status, to.as_str()), (303, path));
        let (_, page) = stage.page(path, Some(&physician)).await;
        assert!(
            page.contains("2026年4月1日") && page.contains("ご家族からの知らせ"),
            "{page}"
        );
        let back = [("person", who.as_str()), ("mistake", "alive")];
        let to = format!("{path}/correct");
        let (status, _, page) = send(&stage, &to, &physician, &[back[0]]).await;
        assert_eq!(status, 409, "{page}");
        let (status, ..) = send(&stage, &to, &physician, &back).await;
        assert_eq!(status, 303);
        let (_, page) = stage.page(path, Some(&physician)).await;
        assert!(!page.contains("2026年4月1日"), "{page}");
    }
}
