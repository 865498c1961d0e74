#![expect(clippy::unwrap_used, reason = "tests")]
//! Objects on real disks, databases and an S3 server.

mod check;
mod faults;
mod forget;
mod keys;
mod objects;
mod orphans;
mod s3;

use std::path::{Path, PathBuf};

use blob::{Blobs, KeyId};
use store::testing::TestDb;
use words::CaseId;

/// Objects over one database, with their directories.
struct Bench {
    blobs: Blobs,
    data: tempfile::TempDir,
    keys: tempfile::TempDir,
    db: TestDb,
}

/// A bench on each engine.
async fn benches() -> Vec<Bench> {
    let mut out = Vec::new();
    for db in store::testing::both().await {
        out.push(bench_on(db).await);
    }
    out
}

async fn bench() -> Bench {
    bench_on(store::testing::sqlite().await).await
}

async fn bench_on(db: TestDb) -> Bench {
    store::migrate(&db.db, &blob::migrations()).await.unwrap();
    let (blobs, data, keys) = blob::testing::throw_away(db.db.clone());
    Bench {
        blobs,
        data,
        keys,
        db,
    }
}

fn case(number: u32) -> KeyId {
    KeyId::case(&CaseId::parse(format!("0123-04-{number:05}")).unwrap())
}

/// All files below a directory.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push(path);
        }
    }
    out
}

/// Files below a directory that hold these bytes.
fn holding(dir: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let has = |p: &PathBuf| {
        std::fs::read(p)
            .unwrap()
            .windows(needle.len())
            .any(|w| w == needle)
    };
    files(dir).into_iter().filter(has).collect()
}

/// Sealed objects on disk.
fn sealed(bench: &Bench) -> Vec<PathBuf> {
    files(&bench.data.path().join("objects"))
}
