//! Reactions and jobs.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use ledger::NewJob;
use serde_json::json;
use web::{Area, run_due_jobs, run_reactions, testing::platform};
use words::{AccountId, Actor};

#[tokio::test]
async fn a_reaction_hears_each_event_and_a_failing_one_does_not_deafen_the_others() {
    let t = store::testing::sqlite().await;
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let area = Area::new("tests")
        .reaction("tests.fails", &["account"], |_, _| async {
            anyhow::bail!("no")
        })
        .reaction("tests.counts", &["account"], move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        });
    let stage = platform(t.db.clone(), vec![area]).await;
    stage.sign_in("curator", None).await;
    assert!(run_reactions(&stage.platform, &stage.areas).await.is_err());
    assert_eq!(heard.load(Ordering::SeqCst), 2, "opened and granted");
    assert!(run_reactions(&stage.platform, &stage.areas).await.is_err());
    assert_eq!(heard.load(Ordering::SeqCst), 2, "each once");
}

#[tokio::test]
async fn a_job_without_a_handler_is_put_back_and_told() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    stage.sign_in("curator", None).await;
    let now = stage.platform.now();
    let id = AccountId::parse("curator.centre").unwrap();
    let job = NewJob {
        kind: "tests.nobody",
        payload: json!({}),
        key: "k".to_owned(),
    };
    let along = ledger::Along {
        jobs: vec![job],
        ..ledger::Along::default()
    };
    let facts = auth::Facts {
        account: id.clone(),
        now,
        by: Actor::system().account,
    };
    let context = words::Context::new(now, Actor::system());
    stage
        .platform
        .ledger()
        .execute_along::<auth::Account>(id.as_str(), auth::Command::Close, &facts, &context, along)
        .await
        .unwrap();
    assert_eq!(
        run_due_jobs(&stage.platform, &stage.areas).await.unwrap(),
        1
    );
    assert_eq!(stage.platform.ledger().open_jobs().await.unwrap(), (1, 0));
}
