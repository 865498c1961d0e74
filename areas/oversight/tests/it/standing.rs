//! The derived copy on both databases: it catches up, once and again, from nothing, after a restart, under two processes.

use std::collections::BTreeMap;

use serde_json::json;
use store::{Db, Write};
use web::testing::Stage;
use words::CaseId;

use crate::{
    api::{areas, register},
    many::{self, put},
};

/// Everything in the copy, without the cursor: what two ways of making it must agree on.
async fn copy(db: &Db) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let standing =
        "SELECT case_id, state || ' ' || due || ' ' || seq || ' ' || fold FROM oversight_standing";
    let task = "SELECT id, kind || ' ' || site || ' ' || due || ' ' || done_at || ' ' || done_by FROM oversight_task";
    let file = "SELECT digest || case_id, kind FROM oversight_file";
    for sql in [standing, task, file] {
        for row in db.all(sql, vec![]).await.unwrap_or_else(|e| panic!("{e}")) {
            let text = |at| row.text(at).unwrap_or_else(|e| panic!("{e}"));
            all.insert(text(0), text(1));
        }
    }
    all
}

async fn cursor(db: &Db) -> i64 {
    let row = db.one("SELECT seq FROM oversight_cursor", vec![]).await;
    let row = row
        .unwrap_or_else(|e| panic!("{e}"))
        .unwrap_or_else(|| panic!("a cursor"));
    row.int(0).unwrap_or_else(|e| panic!("{e}"))
}

async fn run(db: &Db, sql: &'static str) {
    db.run(Write::new(sql, vec![]))
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
}

async fn stage(db: Db) -> Stage {
    web::testing::platform(db, areas()).await
}

/// Opens the inbox of a coordinator: every answer catches up before it is given.
async fn inbox(stage: &Stage) -> String {
    let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
    let (status, page) = stage.page("/", Some(&coordinator)).await;
    assert_eq!(status, 200, "{page}");
    page
}

#[tokio::test]
async fn what_was_just_done_is_there_and_looking_again_changes_nothing() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        assert!(
            inbox(&stage)
                .await
                .contains(&format!("/cases/{case}/consents"))
        );
        let (first, at) = (copy(&t.db).await, cursor(&t.db).await);
        assert!(first.contains_key(&case));
        inbox(&stage).await;
        stage.settle().await;
        assert_eq!(copy(&t.db).await.get(&case), first.get(&case));
        assert!(cursor(&t.db).await >= at);
    }
}

#[tokio::test]
async fn made_from_nothing_it_is_the_same() {
    for t in store::testing::both().await {
        let stage = many::stage(t.db.clone()).await;
        let case = register(&stage).await;
        inbox(&stage).await;
        stage.settle().await;
        let before = copy(&t.db).await;
        // rules of an older version
        run(&t.db, "UPDATE oversight_cursor SET mark = 'old'").await;
        run(&t.db, "UPDATE oversight_task SET site = 'elsewhere'").await;
        inbox(&stage).await;
        assert_eq!(copy(&t.db).await, before);
        // a row that nobody can read, of a case to which something happens
        run(&t.db, "UPDATE oversight_standing SET fold = '{'").await;
        let id = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        put::<3>(&stage, &id, "note", json!({ "type": "noted" })).await;
        inbox(&stage).await;
        let mended = copy(&t.db).await;
        run(&t.db, "UPDATE oversight_cursor SET mark = 'old'").await;
        inbox(&stage).await;
        assert_eq!(copy(&t.db).await, mended);
        assert_ne!(mended, before, "it knows of what happened");
    }
}

async fn register_another(stage: &Stage) -> String {
    let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
    let case = json!({
        "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
        "members": [{ "relation": "proband", "name": "見本 次郎", "kana": "ミホン ジロウ", "birth_day": "1961-02-03",
            "sex": "male", "patient_number": "0077777" }] });
    let (status, answer) = stage
        .call("POST", "/api/cases", Some(&coordinator), case)
        .await;
    assert!(status < 300, "{answer}");
    answer["id"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn two_processes_never_take_an_event_in_twice() {
    for t in store::testing::both().await {
        let one = stage(t.db.clone()).await;
        register(&one).await;
        let again = Db::open(&t.url).await.unwrap_or_else(|e| panic!("{e}"));
        let other = stage(again).await;
        run(&t.db, "UPDATE oversight_cursor SET mark = 'old'").await;
        let token = one.sign_in("office", None).await;
        let pages = (0..6).map(|n| {
            let stage = if n % 2 == 0 { &one } else { &other };
            stage.page("/cases", Some(&token))
        });
        for (status, page) in futures::future::join_all(pages).await {
            assert_eq!(status, 200, "{page}");
        }
        let raced = copy(&t.db).await;
        run(&t.db, "UPDATE oversight_cursor SET mark = 'older'").await;
        let (status, _) = one.page("/cases", Some(&token)).await;
        assert_eq!((status, copy(&t.db).await), (200, raced));
    }
}

#[tokio::test]
async fn it_goes_on_where_it_stood_after_a_restart() {
    for t in store::testing::both().await {
        let before = stage(t.db.clone()).await;
        let first = register(&before).await;
        inbox(&before).await;
        let at = cursor(&t.db).await;
        let second = register_another(&before).await;
        drop(before);
        let after = stage(t.db.clone()).await;
        // chance is seeded and begins anew: what was drawn before is not drawn again
        for _ in 0..2_000 {
            drop(after.platform.new_id("drawn"));
        }
        assert_eq!(cursor(&t.db).await, at);
        let page = inbox(&after).await;
        assert!(page.contains(&first) && page.contains(&second));
        assert!(cursor(&t.db).await > at);
    }
}
