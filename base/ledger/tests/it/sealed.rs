//! What was sealed is held against the database: checkpoints kept beside the key tell of anything cut off, put back or rewritten.

use std::path::Path;

use ledger::{CheckpointKey, Fault, Kind, Ledger, Verified};
use store::{Write, testing::TestDb};
use words::Lang;

use crate::counter::{Command, Counter, context, ledger};

/// Five events, a checkpoint, one more event, a checkpoint; keys in `dir`.
async fn filled(t: &TestDb, dir: &Path) -> Ledger {
    drop(ledger(t).await);
    let ledger = opened(t, dir);
    for n in 0..5 {
        add(&ledger, &format!("c{}", n % 2), n + 1).await;
    }
    ledger.seal(context().at).await.unwrap();
    let paint = Command::Paint("persimmon");
    ledger
        .execute::<Counter>("c0", paint, &(), &context())
        .await
        .unwrap();
    ledger.seal(context().at).await.unwrap();
    ledger
}

fn opened(t: &TestDb, dir: &Path) -> Ledger {
    Ledger::open(t.db.clone(), CheckpointKey::in_dir(dir).unwrap())
}

async fn add(ledger: &Ledger, id: &str, n: i64) {
    let command = Command::Add(n);
    ledger
        .execute::<Counter>(id, command, &(), &context())
        .await
        .unwrap();
}

async fn verified(ledger: &Ledger) -> Verified {
    let kinds = [Kind::of::<Counter>()];
    ledger.verify(&kinds, context().at).await.unwrap()
}

async fn run(t: &TestDb, edits: &[&'static str]) {
    for edit in edits {
        t.db.run(Write::new(edit, vec![])).await.unwrap();
    }
}

/// The database as it was at the first checkpoint.
const OLDER: [&str; 5] = [
    "DELETE FROM ledger_event WHERE seq > 5",
    "DELETE FROM ledger_hash WHERE at >= 8",
    "DELETE FROM ledger_checkpoint WHERE size > 5",
    "UPDATE ledger_head SET seq = 5, hash = (SELECT hash FROM ledger_event WHERE seq = 5)",
    "UPDATE counter SET version = 3, n = 9, colour = NULL, state = '{\"n\":9,\"colour\":null}' WHERE id = 'c0'",
];

#[tokio::test]
async fn what_was_sealed_verifies_and_the_tail_is_counted() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        let ledger = filled(&t, dir.path()).await;
        let said = verified(&ledger).await;
        assert_eq!(said.faults, []);
        assert_eq!((said.checkpoints, said.kept, said.unsealed), (2, 2, 0));
        add(&ledger, "c1", 1).await;
        let said = verified(&ledger).await;
        assert_eq!((said.faults.len(), said.unsealed), (0, 1));
        assert_eq!(said.unsealed_since, Some(context().at));
    }
}

#[tokio::test]
async fn events_that_nobody_sealed_for_long_are_a_fault() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        drop(ledger(&t).await);
        let ledger = opened(&t, dir.path());
        add(&ledger, "c0", 1).await;
        assert_eq!(verified(&ledger).await.faults, [], "the worker has a while");
        let later = context().at.plus_seconds(2 * 3_600);
        let said = ledger.verify(&[Kind::of::<Counter>()], later).await;
        let since = context().at;
        assert_eq!(said.unwrap().faults, [Fault::Unsealed { events: 1, since }]);
    }
}

#[tokio::test]
async fn removed_checkpoints_are_named() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        let ledger = filled(&t, dir.path()).await;
        run(&t, &["DELETE FROM ledger_checkpoint WHERE size = 6"]).await;
        let gone = |count, first| Fault::CheckpointsMissing {
            count,
            first,
            last: 6,
        };
        assert_eq!(verified(&ledger).await.faults, [gone(1, 6)]);
        run(&t, &["DELETE FROM ledger_checkpoint"]).await;
        assert_eq!(verified(&ledger).await.faults, [gone(2, 5)]);
    }
}

#[tokio::test]
async fn a_tail_cut_off_with_its_checkpoint_is_a_roll_back_and_says_the_way_out() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(&t, dir.path()).await);
        run(&t, &OLDER).await;
        let ledger = opened(&t, dir.path());
        let back = Fault::RolledBack {
            sealed: 6,
            first: 6,
            found: 5,
        };
        assert_eq!(verified(&ledger).await.faults, std::slice::from_ref(&back));
        for (lang, words) in [(Lang::Ja, "控えから戻"), (Lang::En, "restored on purpose")] {
            let text = back.text();
            let said = text.get(lang);
            assert!(
                said.contains(words) && said.contains("--restored"),
                "{said}"
            );
        }
        // another event does not hide it, nor does another checkpoint of the same size
        add(&ledger, "c1", 7).await;
        ledger.seal(context().at).await.unwrap();
        let faults = verified(&ledger).await.faults;
        assert_eq!(faults, [Fault::Rewritten { size: 6 }]);
        let found = verified(&ledger).await;
        ledger.accept_restored(&found, context().at).await.unwrap();
        let said = verified(&ledger).await;
        assert_eq!((said.faults.as_slice(), said.restored), ([].as_slice(), 1));
    }
}

#[tokio::test]
async fn a_copy_restored_on_purpose_is_said_and_goes_on() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(&t, dir.path()).await);
        run(&t, &OLDER).await;
        let ledger = opened(&t, dir.path());
        let found = verified(&ledger).await;
        ledger.accept_restored(&found, context().at).await.unwrap();
        let said = verified(&ledger).await;
        assert_eq!((said.faults.as_slice(), said.restored), ([].as_slice(), 1));
        for n in 0..3 {
            add(&ledger, "c1", n + 1).await;
        }
        ledger.seal(context().at).await.unwrap();
        let said = verified(&ledger).await;
        assert_eq!((said.faults.as_slice(), said.kept), ([].as_slice(), 2));
        // and what was said does not make a rewriting good
        run(&t, &["DELETE FROM ledger_checkpoint WHERE size = 5"]).await;
        assert_eq!(verified(&ledger).await.faults.len(), 1);
    }
}

#[tokio::test]
async fn a_whole_history_rewritten_with_all_its_hashes_and_no_checkpoints_is_named() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(&t, dir.path()).await);
        run(
            &t,
            &[
                "DELETE FROM ledger_event",
                "DELETE FROM ledger_hash",
                "DELETE FROM ledger_checkpoint",
                "DELETE FROM counter",
                "UPDATE ledger_head SET seq = 0, hash = ''",
            ],
        )
        .await;
        // whoever holds the database, but not the key, writes a consistent history of the same length
        let forger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        for n in 0..6 {
            add(&forger, &format!("c{}", n % 2), 1).await;
        }
        let faults = verified(&opened(&t, dir.path())).await.faults;
        assert!(faults.contains(&Fault::Rewritten { size: 5 }), "{faults:?}");
        forger.seal(context().at).await.unwrap();
        let faults = verified(&opened(&t, dir.path())).await.faults;
        assert!(
            faults.contains(&Fault::CheckpointForged { size: 6 }),
            "{faults:?}"
        );
    }
}

#[tokio::test]
async fn the_kept_file_survives_a_crash_and_is_missed_when_it_is_gone() {
    for t in store::testing::both().await {
        let dir = tempfile::tempdir().unwrap();
        let ledger = filled(&t, dir.path()).await;
        let kept = dir.path().join("checkpoint.kept");
        // the program died after the database took a checkpoint and half-way through the line
        let whole = std::fs::read_to_string(&kept).unwrap();
        std::fs::write(&kept, &whole[..whole.len() - 40]).unwrap();
        assert_eq!(verified(&ledger).await.faults, []);
        ledger.seal(context().at).await.unwrap();
        let said = verified(&ledger).await;
        assert_eq!((said.faults.as_slice(), said.kept), ([].as_slice(), 2));
        let text = std::fs::read_to_string(&kept).unwrap();
        assert!(
            text.starts_with(&whole[..whole.len() - 40]),
            "only appended"
        );
        let forged = whole.replace("kumihimo-ledger\\n5\\n", "kumihimo-ledger\\n4\\n");
        assert_ne!(forged, whole);
        std::fs::write(&kept, forged).unwrap();
        assert_eq!(
            verified(&ledger).await.faults,
            [Fault::KeptForged { line: 1 }]
        );
        std::fs::remove_file(&kept).unwrap();
        assert_eq!(verified(&ledger).await.faults, [Fault::NothingKept]);
    }
}
