//! Faults of the world as a reader gets them: each with its own code, in both languages, with what to do.

use std::{fs, path::PathBuf, sync::Arc};

use auth::Resource;
use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use blob::{Blobs, KeyId};
use serde_json::Value;
use store::{Engine, Write};
use web::{
    Area, Caller, Platform, Problem, compose,
    testing::{Stage, call, platform},
};
use words::{CaseId, Digest};

fn key() -> KeyId {
    KeyId::case(&CaseId::parse("0123-04-00001").unwrap())
}

async fn read(State(platform): State<Platform>, Path(digest): Path<String>) -> Problem {
    let digest: Digest = digest.parse().unwrap();
    match platform.blobs().get(&key(), &digest).await {
        Ok(_) => panic!("it was handed out"),
        // as most handlers do: with a sentence of their own around the fault
        Err(error) => anyhow::Error::from(error)
            .context("failed to read the report")
            .into(),
    }
}

async fn store_one(State(platform): State<Platform>) -> Result<String, Problem> {
    let put = platform.blobs().put(&key(), b"reads").await?;
    Ok(put.digest.to_string())
}

async fn seen(State(platform): State<Platform>, caller: Caller) -> Result<&'static str, Problem> {
    let own = Resource::new("home", "own");
    caller.may(&platform, "home.read", &own).await?;
    Ok("\"seen\"")
}

/// Fills what the database may use, for real on SQLite; PostgreSQL is made to say it.
async fn fill(State(platform): State<Platform>) -> Result<&'static str, Problem> {
    let mut tx = platform.db().begin().await?;
    let full = match platform.db().engine() {
        Engine::Sqlite => {
            let most = "PRAGMA max_page_count = 1".to_owned();
            tx.all_made(most, vec![]).await?;
            "INSERT INTO job (key, kind, payload, state, run_at, lease_until, attempts)
             VALUES ('big', 'x', hex(zeroblob(1000000)), 'done', 0, 0, 0)"
        }
        Engine::Postgres => {
            "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
        }
    };
    tx.run_made(full.to_owned(), vec![]).await?;
    Ok("written")
}

fn area() -> Area {
    let pages = Router::new()
        .route("/tests/object/{digest}", get(read))
        .route("/tests/seen", get(seen))
        .route("/tests/put", get(store_one))
        .route("/tests/fill", get(fill));
    Area::new("tests")
        .pages(pages)
        .job("tests.read", |platform, payload| async move {
            let digest: Digest = payload.as_str().unwrap_or_default().parse()?;
            platform.blobs().get(&key(), &digest).await?;
            Ok(())
        })
}

/// The status and the code; the sentence must be there in both languages.
async fn answer(router: &Router, path: &str) -> (u16, String) {
    let (status, said) = call(router, "GET", path, None, Value::Null).await;
    for lang in ["ja", "en"] {
        assert!(!said["detail"][lang].as_str().unwrap().is_empty(), "{said}");
    }
    (status, said["code"].as_str().unwrap().to_owned())
}

/// The one object of a stage, on disk.
fn object(stage: &Stage) -> PathBuf {
    let folder = stage.platform.settings().data_dir.join("objects");
    let folder = fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path()
}

#[tokio::test]
async fn an_object_that_was_changed_lost_or_forgotten_is_said_to_be_so() {
    for t in store::testing::both().await {
        let stage = platform(t.db.clone(), vec![area()]).await;
        let blobs = stage.platform.blobs();
        let digest = blobs.put(&key(), b"reads").await.unwrap().digest;
        let (path, file) = (format!("/tests/object/{digest}"), object(&stage));
        let mut bytes = fs::read(&file).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&file, bytes).unwrap();
        let said = answer(&stage.router, &path).await;
        assert_eq!(said, (500, "E-BLOB-TAMPERED".to_owned()));
        let failed = reason_of_a_job(&stage, &digest).await;
        assert!(failed.contains("E-BLOB-TAMPERED"), "{failed}");
        assert!(
            failed.contains("再納品") && failed.contains(digest.short()),
            "{failed}"
        );

        fs::remove_file(&file).unwrap();
        let said = answer(&stage.router, &path).await;
        assert_eq!(said, (500, "E-BLOB-MISSING".to_owned()));
        blobs.forget(&key()).await.unwrap();
        let said = answer(&stage.router, &path).await;
        assert_eq!(said, (410, "E-BLOB-FORGOTTEN".to_owned()));
    }
}

/// Why a job that reads the object failed, as its row says.
async fn reason_of_a_job(stage: &Stage, digest: &Digest) -> String {
    let job = "INSERT INTO job (key, kind, payload, state, run_at, lease_until, attempts)
               VALUES ('j-1', 'tests.read', $1, 'waiting', 0, 0, 0)";
    let args = vec![format!("\"{digest}\"").into()];
    let db = stage.platform.db();
    db.run(Write::new(job, args)).await.unwrap();
    stage.settle().await;
    let sql = "SELECT error FROM job WHERE key = 'j-1'";
    let row = db.one(sql, vec![]).await.unwrap().unwrap();
    row.text(0).unwrap()
}

#[tokio::test]
async fn a_database_without_room_says_so() {
    for t in store::testing::both().await {
        let stage = platform(t.db.clone(), vec![area()]).await;
        let said = answer(&stage.router, "/tests/fill").await;
        assert_eq!(said, (507, "E-DISK-FULL".to_owned()));
    }
}

#[tokio::test]
async fn a_disk_without_room_for_an_object_says_so_and_takes_it_later() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let (data, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // without chance the name of the draft is known: it leads to a device that is always full
    let blobs = Blobs::builder(t.db.clone(), data.path(), keys.path());
    let blobs = blobs.chance(Arc::new(|bytes: &mut [u8]| bytes.fill(7)));
    let blobs = blobs.build().unwrap();
    let draft = data.path().join("staging").join("07".repeat(16));
    std::os::unix::fs::symlink("/dev/full", draft).unwrap();
    let settings = stage.platform.settings().clone();
    let full = Platform::builder(stage.platform.ledger().clone(), blobs, settings);
    let router = compose(&full.build().unwrap(), &[area()]).router;
    let said = answer(&router, "/tests/put").await;
    assert_eq!(said, (507, "E-DISK-FULL".to_owned()));
    // the draft is gone and there is room again; the answer has no decision behind it, so only the guard speaks
    let said = answer(&router, "/tests/put").await;
    assert_eq!(said, (500, "E-WEB-BROKEN".to_owned()));
    let rows =
        t.db.all("SELECT digest FROM blob_object", vec![])
            .await
            .unwrap();
    assert_eq!(rows.len(), 1, "taken the second time");
}

#[tokio::test]
async fn nothing_is_shown_while_the_access_cannot_be_logged() {
    for t in store::testing::both().await {
        let stage = platform(t.db.clone(), vec![area()]).await;
        let token = stage.sign_in("security", None).await;
        let ask = || stage.call("GET", "/tests/seen", Some(&token), Value::Null);
        assert_eq!(ask().await.0, 200);
        let away = "ALTER TABLE access_log RENAME TO access_log_away";
        t.db.run(Write::new(away, vec![])).await.unwrap();
        let (status, said) = ask().await;
        assert_eq!(
            (status, said["code"].as_str()),
            (503, Some("E-AUTH-NOT-LOGGED"))
        );
        let back = "ALTER TABLE access_log_away RENAME TO access_log";
        t.db.run(Write::new(back, vec![])).await.unwrap();
        assert_eq!(ask().await.0, 200, "it recovers by itself");
    }
}
