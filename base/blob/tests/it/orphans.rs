//! Killed between storing and recording: the object that is left is found and deleted, and no other.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    time::{Duration, UNIX_EPOCH},
};

use blob::{Blobs, Swept};
use store::{Db, Engine};
use words::At;

use crate::{Bench, benches, case, files, sealed};

/// Not a test by itself: what the killed process does.
#[tokio::test]
#[ignore = "run by the test below, as a process of its own"]
async fn a_writer_to_be_killed() {
    let Ok(told) = std::env::var("BLOB_TEST_WRITER") else {
        return;
    };
    let mut told = told.split('\n');
    let [url, data, keys] = [(); 3].map(|()| told.next().unwrap());
    let db = Db::open(url).await.unwrap();
    let blobs = Blobs::in_dirs(db, Path::new(data), Path::new(keys)).unwrap();
    let never = blobs.put(&case(1), b"reads").await;
    panic!("the row was locked, and yet: {never:?}");
}

fn writer(bench: &Bench) -> Child {
    let told = [
        bench.db.url.clone(),
        bench.data.path().display().to_string(),
        bench.keys.path().display().to_string(),
    ];
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "orphans::a_writer_to_be_killed", "--ignored"])
        .env("BLOB_TEST_WRITER", told.join("\n"))
        .spawn()
        .unwrap()
}

/// Stores an object and is killed before its row is written.
async fn killed_between(bench: &Bench) {
    let mut held = bench.db.db.begin().await.unwrap();
    if bench.db.db.engine() == Engine::Postgres {
        let lock = "LOCK TABLE blob_object IN SHARE MODE".to_owned();
        held.run_made(lock, vec![]).await.unwrap();
    }
    let mut child = writer(bench);
    for _ in 0..400 {
        if !sealed(bench).is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    if bench.db.db.engine() == Engine::Postgres {
        // the server would still run what the dead process had sent: the whole machine died
        let gone = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND query LIKE 'INSERT INTO blob_object%' AND pg_terminate_backend(pid, 5000)";
        held.one_made(gone.to_owned(), vec![]).await.unwrap();
    }
    drop(held);
    assert_eq!(sealed(bench).len(), 1, "stored, and not recorded");
}

fn written(path: &Path) -> At {
    let at = fs::metadata(path).unwrap().modified().unwrap();
    let since = at.duration_since(UNIX_EPOCH).unwrap().as_micros();
    At::from_micros(i64::try_from(since).unwrap())
}

#[tokio::test]
async fn what_a_killed_writer_left_is_swept_after_a_day_and_nothing_else() {
    for bench in benches().await {
        killed_between(&bench).await;
        let orphan = sealed(&bench).remove(0);
        let now = written(&orphan);
        let kept = bench.blobs.put(&case(1), b"more reads").await.unwrap();
        fs::write(bench.data.path().join("staging/left"), b"sealed").unwrap();

        let young = bench.blobs.sweep(now.plus_seconds(3600)).await.unwrap();
        assert_eq!((young.seen, young.orphans, young.drafts), (2, 0, 0));
        assert!(orphan.exists(), "it may still be on its way");

        let bytes = fs::metadata(&orphan).unwrap().len();
        let swept = bench.blobs.sweep(now.plus_days(2)).await.unwrap();
        let (seen, orphans, drafts) = (2, 1, 1);
        let told = Swept {
            seen,
            orphans,
            bytes,
            drafts,
        };
        assert_eq!(swept, told);
        assert!(!orphan.exists() && files(&bench.data.path().join("staging")).is_empty());
        let read = bench.blobs.get(&case(1), &kept.digest).await.unwrap();
        assert_eq!(read, b"more reads");
        let again = bench.blobs.put(&case(1), b"reads").await.unwrap();
        assert_eq!(
            bench.blobs.get(&case(1), &again.digest).await.unwrap(),
            b"reads"
        );
    }
}

#[tokio::test]
async fn a_sweep_beside_writers_takes_nothing_of_theirs() {
    let bench = crate::bench().await;
    let writers = (0..40_u8).map(|n| {
        let blobs = bench.blobs.clone();
        tokio::spawn(async move { blobs.put(&case(1), &[n; 64]).await.unwrap().digest })
    });
    let writers: Vec<_> = writers.collect();
    let now = written(bench.data.path());
    let mut puts = Vec::new();
    for writer in writers {
        assert_eq!(bench.blobs.sweep(now).await.unwrap().orphans, 0);
        puts.push(writer.await.unwrap());
    }
    for put in puts {
        bench.blobs.get(&case(1), &put).await.unwrap();
    }
}
