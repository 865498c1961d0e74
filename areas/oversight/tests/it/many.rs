//! A thousand cases at many places: the list, the counts and the inbox say of each what its own events say.

use std::collections::BTreeMap;

use ledger::Aggregate;
use oversight::rules::fold::fold;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{Actor, CaseId, Context, text};

use crate::api::areas;

const KINDS: [&str; 4] = ["case", "consent", "tube", "report"];

/// Things of a case that take any event.
struct Thing<const K: usize>;

#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct Happened(Value);

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

impl<const K: usize> Aggregate for Thing<K> {
    const KIND: &'static str = KINDS[K];
    const TABLE: &'static str = "thing";
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

/// A platform that takes any event.
pub async fn stage(db: store::Db) -> Stage {
    let table = store::Migration {
        name: "thing/0001",
        sql: "CREATE TABLE thing (id TEXT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL)",
    };
    let mut all = areas();
    all.push(web::Area::new("thing").migrations([table]));
    web::testing::platform(db, all).await
}

/// Something happens to a thing of a case.
pub async fn put<const K: usize>(stage: &Stage, case: &CaseId, thing: &str, happened: Value) {
    let context = Context::new(stage.platform.now(), Actor::system()).on(case);
    let id = format!("{}.{thing}", KINDS[K]);
    let ledger = stage.platform.ledger();
    let done = ledger
        .execute::<Thing<K>>(&id, Happened(happened), &(), &context)
        .await;
    done.map(drop).unwrap_or_else(|e| panic!("{e:?}"));
}

/// The n-th case walks n % 5 steps; every tenth is withdrawn.
async fn walk(stage: &Stage, n: usize) {
    let number = format!("01{:02}-01-{n:05}", n % 7);
    let case = CaseId::parse(number.as_str()).unwrap_or_else(|e| panic!("{e}"));
    let (site, person, tube) = (
        format!("hospital-{}", n % 7),
        format!("p-{n}"),
        format!("{number}-ND01-X"),
    );
    let registered = json!({ "type": "registered", "case": { "site": site, "kind": if n.is_multiple_of(2) { "cancer" } else { "rare" },
        "members": [{ "person": person, "relation": "proband" }] } });
    put::<0>(stage, &case, &number, registered).await;
    if n % 5 >= 1 {
        put::<1>(
            stage,
            &case,
            &number,
            json!({ "type": "activated", "person": person }),
        )
        .await;
    }
    if n % 5 >= 2 {
        put::<2>(
            stage,
            &case,
            &tube,
            json!({ "type": "planned", "person": person }),
        )
        .await;
    }
    if n % 5 >= 3 {
        put::<2>(stage, &case, &tube, json!({ "type": "collected" })).await;
    }
    if n % 5 >= 4 {
        put::<3>(
            stage,
            &case,
            &format!("{number}.analysis"),
            json!({ "type": "signed" }),
        )
        .await;
    }
    if n.is_multiple_of(10) {
        put::<0>(
            stage,
            &case,
            &number,
            json!({ "type": "withdrawn", "person": person }),
        )
        .await;
    }
}

#[tokio::test]
async fn a_thousand_cases_stand_where_their_events_say() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        for some in (0..1_000).collect::<Vec<_>>().chunks(100) {
            futures::future::join_all(some.iter().map(|n| walk(&stage, *n))).await;
        }
        let office = stage.sign_in("office", None).await;
        let (status, page) = stage.page("/", Some(&office)).await;
        assert_eq!(status, 200, "{page}");
        let sql = "SELECT case_id, state FROM oversight_standing";
        let rows =
            t.db.all(sql, vec![])
                .await
                .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(rows.len(), 1_000);
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for row in &rows {
            let read = |at| row.text(at).unwrap_or_else(|e| panic!("{e}"));
            let case = CaseId::parse(read(0)).unwrap_or_else(|e| panic!("{e}"));
            let events = stage.platform.ledger().events_of_case(&case).await;
            let (own, _) = fold(&events.unwrap_or_else(|e| panic!("{e}")));
            assert_eq!(own.progress.state(), read(1), "{case}");
            *counts.entry(read(1)).or_default() += 1;
        }
        for (state, count) in &counts {
            let line = page.split(&format!("/cases?state={state}\"")).nth(1);
            let line = line
                .and_then(|l| l.split("</tr>").next())
                .unwrap_or_default();
            assert!(line.contains(&format!(">{count}")), "{state}: {line}");
        }
        assert_eq!(counts.get("withdrawn"), Some(&100));
        one_hospital(&stage).await;
    }
}

/// A coordinator sees the own hospital's only, and every task of it that is open.
async fn one_hospital(stage: &Stage) {
    let coordinator = stage.sign_in("coordinator", Some("hospital-3")).await;
    let (status, list) = stage.page("/cases", Some(&coordinator)).await;
    assert_eq!(status, 200);
    let cases = list.matches("href=\"/cases/0103-01-").count();
    assert_eq!((cases, list.matches("href=\"/cases/010").count()), (50, 50));
    let (_, inbox) = stage.page("/", Some(&coordinator)).await;
    assert!(
        inbox.contains("rel=\"next\"") && !inbox.contains("/cases/0104-"),
        "{inbox}"
    );
}
