//! What a participant sees must not tell what was found before a person has explained it.

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::testing::Stage;
use words::{Actor, CaseId, Context, PersonId, text};

use crate::api::{areas, register_as};

/// Something that happens to a case of which the patient is not told yet.
struct Undisclosed;

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Happened {
    ConfirmOrdered,
    Confirmed,
}

#[derive(Debug)]
struct Never;

impl std::fmt::Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("never")
    }
}

impl std::error::Error for Never {}

impl words::Refusal for Never {
    fn code(&self) -> &'static str {
        "E-TEST-NEVER"
    }
    fn text(&self) -> words::Text {
        text!("起こりません。", "Never.")
    }
}

impl Aggregate for Undisclosed {
    const KIND: &'static str = "disclosure";
    const TABLE: &'static str = "undisclosed";
    type State = u32;
    type Command = Happened;
    type Event = Happened;
    type Refusal = Never;
    type Facts = ();
    fn decide(_: Option<&u32>, command: Happened, (): &()) -> Result<Vec<Happened>, Never> {
        Ok(vec![command])
    }
    fn evolve(state: Option<u32>, _: &Happened) -> Option<u32> {
        Some(state.unwrap_or_default() + 1)
    }
}

/// The end of the analysis, which every case has.
struct Ran;

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Run {
    Analysed,
}

impl Aggregate for Ran {
    const KIND: &'static str = "run";
    const TABLE: &'static str = "undisclosed";
    type State = u32;
    type Command = Run;
    type Event = Run;
    type Refusal = Never;
    type Facts = ();
    fn decide(_: Option<&u32>, command: Run, (): &()) -> Result<Vec<Run>, Never> {
        Ok(vec![command])
    }
    fn evolve(state: Option<u32>, _: &Run) -> Option<u32> {
        Some(state.unwrap_or_default() + 1)
    }
}

async fn stage(db: store::Db) -> Stage {
    let table = store::Migration {
        name: "undisclosed/0001",
        sql: "CREATE TABLE undisclosed (id TEXT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL)",
    };
    let mut all = areas();
    all.push(web::Area::new("undisclosed").migrations([table]));
    web::testing::platform(db, all).await
}

/// What staff do because of a finding: tests are ordered and answered, the case is opened again and again, on other days
/// and by other people than without it.
async fn because_of_a_finding(stage: &Stage, case: &str, context: &Context) {
    for happened in [Happened::ConfirmOrdered, Happened::Confirmed] {
        let done = stage
            .platform
            .ledger()
            .execute::<Undisclosed>(case, happened, &(), context)
            .await;
        assert!(done.is_ok());
    }
    for (role, day) in [("physician", 1), ("counsellor", 2), ("physician", 1)] {
        stage.pass_days(day);
        let who = stage.sign_in(role, Some("hospital-a")).await;
        for path in ["/cases/", "/return/", "/threads/"] {
            let (status, said) = stage.page(&format!("{path}{case}"), Some(&who)).await;
            assert_eq!(status, 200, "{path}: {said}");
        }
    }
}

/// Everything the participant can open, after a finding that nobody told of, or without one.
async fn pages(db: store::Db, found: bool) -> Vec<String> {
    let stage = stage(db).await;
    let (case, person) = register_as(&stage).await;
    let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
    let (status, _) = stage
        .page(&format!("/cases/{case}"), Some(&coordinator))
        .await;
    assert_eq!(status, 200);
    stage.pass_days(3);
    let id = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
    let context = Context::new(stage.platform.now(), Actor::system()).on(&id);
    let done = stage
        .platform
        .ledger()
        .execute::<Ran>("run-1", Run::Analysed, &(), &context)
        .await;
    assert!(done.is_ok());
    if found {
        because_of_a_finding(&stage, &case, &context).await;
    } else {
        stage.pass_days(4);
    }
    let person = PersonId::parse(person).unwrap_or_else(|e| panic!("{e}"));
    let patient = stage.sign_in_patient(&person).await;
    let mut out = Vec::new();
    let mut paths = vec!["/cases/CASE".to_owned()];
    let own = ["", "/choices", "/result", "/questions", "/used", "/papers"];
    paths.extend(own.map(|page| format!("/my/CASE{page}")));
    for path in paths {
        let (status, page) = stage
            .page(&path.replace("CASE", &case), Some(&patient))
            .await;
        assert_eq!(status, 200, "{path}: {page}");
        out.push(page);
    }
    for record in ["progress", "history"] {
        let path = format!("/api/cases/{case}/{record}");
        let (status, refused) = stage.call("GET", &path, Some(&patient), Value::Null).await;
        assert_eq!(
            (status, &refused["code"]),
            (403, &"E-OVERSIGHT-STAFF-ONLY".into())
        );
    }
    out
}

#[tokio::test]
async fn two_cases_that_differ_only_in_undisclosed_findings_are_the_same_to_the_patient() {
    for (one, other) in store::testing::both()
        .await
        .into_iter()
        .zip(store::testing::both().await)
    {
        let with = pages(one.db.clone(), true).await;
        let without = pages(other.db.clone(), false).await;
        for (with, without) in with.iter().zip(&without) {
            assert_eq!(with, without);
        }
        let all = with.concat();
        assert!(all.contains("説明書は、担当者が結果をご説明した後に"));
        assert!(
            all.contains("病院のコーディネーター"),
            "who looked before the analysis is told"
        );
        assert!(!all.contains("/lay") && !all.contains("確認検査"), "{all}");
    }
}
