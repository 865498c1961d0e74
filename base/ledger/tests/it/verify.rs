//! Each thing is edited behind the ledger's back, and must be named.

use ledger::{Fault, Kind, Ledger, verify};
use store::{Write, testing::TestDb};

use crate::counter::{Command, Counter, context, ledger};

async fn filled(t: &TestDb) -> Ledger {
    let ledger = ledger(t).await;
    for n in 0..5 {
        ledger
            .execute::<Counter>(&format!("c{}", n % 2), Command::Add(n + 1), &(), &context())
            .await
            .unwrap();
    }
    ledger.seal(context().at).await.unwrap();
    ledger
        .execute::<Counter>("c0", Command::Paint("persimmon"), &(), &context())
        .await
        .unwrap();
    ledger.seal(context().at).await.unwrap();
    ledger
}

async fn faults_after(edit: &'static str) -> Vec<Vec<Fault>> {
    let mut out = Vec::new();
    for t in store::testing::both().await {
        let ledger = filled(&t).await;
        assert_eq!(
            t.db.run(Write::new(edit, vec![])).await.unwrap(),
            1,
            "{edit}"
        );
        let verified = verify(&t.db, &[Kind::of::<Counter>()], ledger.public_key())
            .await
            .unwrap();
        out.push(verified.faults);
    }
    out
}

#[tokio::test]
async fn an_untouched_ledger_verifies() {
    for t in store::testing::both().await {
        let ledger = filled(&t).await;
        let verified = verify(&t.db, &[Kind::of::<Counter>()], ledger.public_key())
            .await
            .unwrap();
        assert_eq!(verified.faults, []);
        assert_eq!(
            (verified.events, verified.rows, verified.checkpoints),
            (6, 2, 2)
        );
    }
}

#[tokio::test]
async fn an_edited_event_is_named() {
    for faults in
        faults_after(r#"UPDATE ledger_event SET payload = '{"type":"added","by":9}' WHERE seq = 3"#)
            .await
    {
        let event = Fault::EventEdited {
            seq: 3,
            kind: "counter".to_owned(),
            id: "c0".to_owned(),
        };
        assert!(faults.contains(&event), "{faults:?}");
    }
    for faults in faults_after("UPDATE ledger_event SET account = 'nobody' WHERE seq = 2").await {
        let event = Fault::EventEdited {
            seq: 2,
            kind: "counter".to_owned(),
            id: "c1".to_owned(),
        };
        assert_eq!(faults, [event]);
    }
}

#[tokio::test]
async fn a_removed_event_is_named() {
    for faults in faults_after("DELETE FROM ledger_event WHERE seq = 2").await {
        assert!(
            faults.contains(&Fault::EventMissing { seq: 2 }),
            "{faults:?}"
        );
    }
    for faults in faults_after("DELETE FROM ledger_event WHERE seq = 6").await {
        assert!(
            faults.contains(&Fault::EventMissing { seq: 6 }),
            "{faults:?}"
        );
        assert!(
            faults.contains(&Fault::CheckpointDisagrees { size: 6 }),
            "{faults:?}"
        );
    }
}

#[tokio::test]
async fn an_edited_row_is_named() {
    let row = |column: &str| Fault::RowEdited {
        table: "counter".to_owned(),
        id: "c1".to_owned(),
        column: column.to_owned(),
    };
    for faults in
        faults_after(r#"UPDATE counter SET state = '{"n":7,"colour":null}' WHERE id = 'c1'"#).await
    {
        assert_eq!(faults, [row("state")]);
    }
    for faults in faults_after("UPDATE counter SET n = 7 WHERE id = 'c1'").await {
        assert_eq!(faults, [row("n")]);
    }
    for faults in faults_after("UPDATE counter SET version = 7 WHERE id = 'c1'").await {
        assert_eq!(faults, [row("version")]);
    }
}

#[tokio::test]
async fn a_removed_or_invented_row_is_named() {
    for faults in faults_after("DELETE FROM counter WHERE id = 'c1'").await {
        assert_eq!(
            faults,
            [Fault::RowMissing {
                table: "counter".to_owned(),
                id: "c1".to_owned()
            }]
        );
    }
    for faults in
        faults_after("INSERT INTO counter (id, version, state) VALUES ('ghost', 1, '{}')").await
    {
        assert_eq!(
            faults,
            [Fault::RowWithoutEvents {
                table: "counter".to_owned(),
                id: "ghost".to_owned()
            }]
        );
    }
}

#[tokio::test]
async fn an_edited_checkpoint_tree_or_head_is_named() {
    let forged = "UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE size = 5) WHERE size = 6";
    for faults in faults_after(forged).await {
        assert_eq!(faults, [Fault::CheckpointForged { size: 6 }]);
    }
    for faults in faults_after(
        "UPDATE ledger_hash SET hash = (SELECT hash FROM ledger_hash WHERE at = 6) WHERE at = 2",
    )
    .await
    {
        assert_eq!(faults, [Fault::TreeEdited { at: 2 }]);
    }
    for faults in faults_after("UPDATE ledger_head SET hash = 'x'").await {
        assert_eq!(faults, [Fault::HeadEdited]);
    }
}

#[tokio::test]
async fn a_history_rewritten_with_all_its_hashes_breaks_the_checkpoint() {
    for t in store::testing::both().await {
        let old = filled(&t).await;
        let public = old.public_key().to_owned();
        // the attacker keeps the old checkpoints and writes a whole new, consistent history below them
        for table in ["ledger_event", "ledger_hash", "counter"] {
            t.db.all_made(format!("DELETE FROM {table}"), vec![])
                .await
                .unwrap();
        }
        t.db.run(Write::new(
            "UPDATE ledger_head SET seq = 0, hash = ''",
            vec![],
        ))
        .await
        .unwrap();
        let forged = Ledger::open(t.db.clone(), ledger::CheckpointKey::throw_away());
        for n in 0..6 {
            forged
                .execute::<Counter>(&format!("c{}", n % 2), Command::Add(1), &(), &context())
                .await
                .unwrap();
        }
        let faults = verify(&t.db, &[Kind::of::<Counter>()], &public)
            .await
            .unwrap()
            .faults;
        assert_eq!(
            faults,
            [
                Fault::CheckpointDisagrees { size: 5 },
                Fault::CheckpointDisagrees { size: 6 }
            ]
        );
    }
}
