//! The chain of the access log, on both engines: what is edited, taken out, moved or written anew is named.

use std::sync::Arc;

use auth::{AccessSeal, Auth, Filter, SealEvent, Walked, Who};
use ledger::Aggregate as _;
use store::{
    Db, Write,
    testing::{TestDb, both},
};
use words::{Actor, CaseId, PersonId, SiteId};

use crate::stage::{NOW, auth, auth_from, id, open};

async fn reader(auth: &Auth) -> Who {
    open(auth, "ac-1").await;
    let site = Some(SiteId::parse("site-a").unwrap());
    let by = Actor::system();
    auth.grant(&id("ac-1"), "physician", site, (NOW, None), &by, NOW)
        .await
        .unwrap();
    auth.who(&id("ac-1"), NOW).await.unwrap().unwrap()
}

/// Reads so often; every third is denied.
async fn read(auth: &Auth, who: &Who, times: usize) {
    for n in 0..times {
        let site = if n % 3 == 2 { "site-b" } else { "site-a" };
        let on = auth::Resource::new("finding", format!("fi-{n}"))
            .of_case(&CaseId::parse("0123-04-00057").unwrap())
            .of_person(&PersonId::parse("pt-1").unwrap())
            .at_site(&SiteId::parse(site).unwrap());
        // a denied one is a line too
        let _ = auth
            .may(
                who,
                "finding.read",
                &on,
                (n % 2 == 0).then_some("treatment"),
                NOW,
            )
            .await;
    }
}

async fn change(db: &Db, sql: &'static str) {
    db.run(Write::new(sql, vec![])).await.unwrap();
}

async fn walked(auth: &Auth) -> Walked {
    auth.prove_accesses().await.unwrap()
}

/// What is wrong, in English.
async fn named(auth: &Auth) -> Vec<String> {
    let flaws = walked(auth).await.flaws;
    flaws.into_iter().map(|f| f.en.into_owned()).collect()
}

async fn ten_lines(t: &TestDb) -> Auth {
    let auth = auth(&t.db).await;
    let who = reader(&auth).await;
    read(&auth, &who, 10).await;
    auth
}

#[tokio::test]
async fn many_readers_at_once_make_one_chain() {
    for t in both().await {
        let auth = Arc::new(auth(&t.db).await);
        let who = Arc::new(reader(&auth).await);
        // a second process has a writer of its own
        let other = Arc::new(auth_from(&t.db, 1_000_000).await);
        let readers = (0..40).map(|n| {
            let (auth, who) = (
                Arc::clone(if n % 2 == 0 { &auth } else { &other }),
                Arc::clone(&who),
            );
            tokio::spawn(async move { read(&auth, &who, 25).await })
        });
        for reader in readers.collect::<Vec<_>>() {
            reader.await.unwrap();
        }
        let found = walked(&auth).await;
        assert_eq!((found.lines, found.unsealed), (1_000, 1_000));
        assert!(found.flaws.is_empty(), "{:?}", found.flaws);
        let log = auth.accesses(&Filter::default(), 2_000).await.unwrap();
        assert_eq!(log.len(), 1_000);
    }
}

#[tokio::test]
async fn an_edited_line_is_named() {
    for t in both().await {
        let auth = ten_lines(&t).await;
        assert!(named(&auth).await.is_empty());
        for (edit, back) in [
            (
                "UPDATE access_log SET purpose = 'research' WHERE seq = 5",
                "UPDATE access_log SET purpose = 'treatment' WHERE seq = 5",
            ),
            (
                "UPDATE access_log SET allowed = 1 - allowed WHERE seq = 5",
                "UPDATE access_log SET allowed = 1 - allowed WHERE seq = 5",
            ),
            (
                "UPDATE access_log SET at = at + 1 WHERE seq = 5",
                "UPDATE access_log SET at = at - 1 WHERE seq = 5",
            ),
            (
                "UPDATE access_log SET account = 'ac-2' WHERE seq = 5",
                "UPDATE access_log SET account = 'ac-1' WHERE seq = 5",
            ),
            (
                "UPDATE access_log SET holds = 'genomic ' WHERE seq = 5",
                "UPDATE access_log SET holds = 'genomic' WHERE seq = 5",
            ),
        ] {
            change(&t.db, edit).await;
            let flaws = named(&auth).await;
            assert_eq!(flaws.len(), 1, "{edit}: {flaws:?}");
            assert!(
                flaws[0].starts_with("line 5 of the access log"),
                "{flaws:?}"
            );
            change(&t.db, back).await;
            assert!(named(&auth).await.is_empty(), "{back}");
        }
    }
}

#[tokio::test]
async fn a_removed_line_is_named_also_at_the_end_and_when_the_head_is_moved() {
    for t in both().await {
        let auth = ten_lines(&t).await;
        auth.seal_accesses(NOW).await.unwrap();
        change(&t.db, "DELETE FROM access_log WHERE seq IN (4, 5)").await;
        let flaws = named(&auth).await;
        assert_eq!(flaws.len(), 1, "{flaws:?}");
        assert!(flaws[0].starts_with("lines 4 to 5 of the access log are gone"));
        change(&t.db, "DELETE FROM access_log WHERE seq = 10").await;
        let flaws = named(&auth).await;
        assert!(
            flaws.iter().any(|f| f.starts_with("lines 10 to 10")),
            "{flaws:?}"
        );
        // who also moves the head back is told on by the seal
        change(
            &t.db,
            "UPDATE access_head SET seq = 9, hash = (SELECT hash FROM access_log WHERE seq = 9)",
        )
        .await;
        let flaws = named(&auth).await;
        assert!(
            flaws.iter().any(|f| f.contains("sealed it up to line 10")),
            "{flaws:?}"
        );
        assert!(auth.seal_accesses(NOW.plus_days(1)).await.is_err());
    }
}

#[tokio::test]
async fn moved_and_added_lines_are_named() {
    for t in both().await {
        let auth = ten_lines(&t).await;
        // two lines change places, each keeping the hash of its new place
        for sql in [
            "UPDATE access_log SET seq = 1000, hash = (SELECT hash FROM access_log WHERE seq = 7) WHERE seq = 6",
            "UPDATE access_log SET seq = 6 WHERE seq = 7",
            "UPDATE access_log SET seq = 7 WHERE seq = 1000",
        ] {
            change(&t.db, sql).await;
        }
        let flaws = named(&auth).await;
        assert!(
            flaws[0].starts_with("line 6 of the access log"),
            "{flaws:?}"
        );
        assert!(
            flaws[1].starts_with("line 7 of the access log"),
            "{flaws:?}"
        );
        change(
            &t.db,
            "INSERT INTO access_log (id, at, account, role, action, kind, thing, holds, rule, allowed)
             VALUES ('al-x', 1, 'ac-9', 'physician', 'finding.read', 'finding', 'fi-1', 'genomic', '', 1)",
        )
        .await;
        let flaws = named(&auth).await;
        assert!(
            flaws
                .iter()
                .any(|f| f.starts_with("1 lines of the access log stand outside")),
            "{flaws:?}"
        );
    }
}

#[tokio::test]
async fn a_chain_written_anew_does_not_fit_its_seal() {
    for t in both().await {
        let auth = ten_lines(&t).await;
        auth.seal_accesses(NOW).await.unwrap();
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        // the whole log is thrown away and as many lines are written by the program itself
        change(&t.db, "DELETE FROM access_log").await;
        change(&t.db, "UPDATE access_head SET seq = 0, hash = NULL").await;
        read(&auth, &who, 12).await;
        let flaws = named(&auth).await;
        assert_eq!(flaws.len(), 1, "{flaws:?}");
        assert!(flaws[0].starts_with("the access log up to line 10 is not what the ledger sealed"));
    }
}

#[tokio::test]
async fn a_seal_is_due_after_an_hour_or_many_lines_and_only_if_something_is_new() {
    for t in both().await {
        let auth = ten_lines(&t).await;
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        let seals = async || walked(&auth).await.seals;
        auth.seal_accesses_when_due(NOW).await.unwrap();
        assert_eq!(seals().await, 1, "the first lines");
        read(&auth, &who, 1).await;
        auth.seal_accesses_when_due(NOW.plus_seconds(3_599))
            .await
            .unwrap();
        assert_eq!(seals().await, 1, "not yet");
        auth.seal_accesses_when_due(NOW.plus_seconds(3_600))
            .await
            .unwrap();
        auth.seal_accesses_when_due(NOW.plus_seconds(9_999))
            .await
            .unwrap();
        assert_eq!(seals().await, 2, "an hour, and nothing new after it");
        assert_eq!(walked(&auth).await.unsealed, 0);
        let verified = ledger::verify(&t.db, &auth::kinds(), "").await.unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }
}

#[tokio::test]
async fn lines_that_are_older_than_the_chain_are_counted() {
    for t in both().await {
        let before: Vec<_> = auth::migrations().into_iter().take(1).collect();
        store::migrate(&t.db, &before).await.unwrap();
        change(
            &t.db,
            "INSERT INTO access_log (id, at, account, role, action, kind, thing, holds, rule, allowed)
             VALUES ('al-old', 1, 'ac-9', 'physician', 'finding.read', 'finding', 'fi-1', 'genomic', '', 1)",
        )
        .await;
        let auth = ten_lines(&t).await;
        assert!(named(&auth).await.is_empty());
        change(&t.db, "DELETE FROM access_log WHERE id = 'al-old'").await;
        let flaws = named(&auth).await;
        assert!(
            flaws[0].contains("0 lines") && flaws[0].contains("and 1 should"),
            "{flaws:?}"
        );
    }
}

#[test]
fn a_seal_ever_released_decodes() {
    let event: SealEvent = serde_json::from_str(include_str!("golden/sealed.json")).unwrap();
    let sealed = AccessSeal::evolve(None, &event).unwrap();
    assert_eq!((sealed.lines, sealed.hash.short()), (10, "9f86d081884c"));
}
