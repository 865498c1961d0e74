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

async fn stage(db: store::Db) -> Stage {
    let table = store::Migration {
        name: "undisclosed/0001",
        sql: "CREATE TABLE undisclosed (id TEXT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL)",
    };
    let mut all = areas();
    all.push(web::Area::new("undisclosed").migrations([table]));
    web::testing::platform(db, all).await
}

/// The participant's home and case page after a confirmatory test was ordered and answered, or not.
async fn pages(db: store::Db, found: bool) -> (String, String) {
    let stage = stage(db).await;
    let (case, person) = register_as(&stage).await;
    if found {
        stage.pass_days(3);
        let id = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let context = Context::new(stage.platform.now(), Actor::system()).on(&id);
        for happened in [Happened::ConfirmOrdered, Happened::Confirmed] {
            let done = stage
                .platform
                .ledger()
                .execute::<Undisclosed>(&case, happened, &(), &context)
                .await;
            assert!(done.is_ok());
        }
    } else {
        stage.pass_days(3);
    }
    let person = PersonId::parse(person).unwrap_or_else(|e| panic!("{e}"));
    let patient = stage.sign_in_patient(&person).await;
    let (status, home) = stage.page("/", Some(&patient)).await;
    assert_eq!(status, 200, "{home}");
    let (status, page) = stage.page(&format!("/cases/{case}"), Some(&patient)).await;
    assert_eq!(status, 200, "{page}");
    for record in ["progress", "history"] {
        let path = format!("/api/cases/{case}/{record}");
        let (status, refused) = stage.call("GET", &path, Some(&patient), Value::Null).await;
        assert_eq!(
            (status, &refused["code"]),
            (403, &"E-OVERSIGHT-STAFF-ONLY".into())
        );
    }
    (home, page)
}

#[tokio::test]
async fn two_cases_that_differ_only_in_undisclosed_findings_are_the_same_to_the_patient() {
    for (one, other) in store::testing::both()
        .await
        .into_iter()
        .zip(store::testing::both().await)
    {
        let (home, page) = pages(one.db.clone(), true).await;
        assert_eq!((home, page.clone()), pages(other.db.clone(), false).await);
        assert!(page.contains("説明書は、担当者が結果をご説明した後に"));
        assert!(
            !page.contains("/lay") && !page.contains("確認検査"),
            "{page}"
        );
    }
}
