//! The key directory: outside the data, for its owner only, all or nothing.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use blob::{Blobs, Error, KeyId};

use crate::{bench, case};

#[tokio::test]
async fn keys_inside_the_data_directory_are_refused() {
    let db = store::testing::sqlite().await;
    let data = tempfile::tempdir().unwrap();
    for inside in [
        data.path().join("keys"),
        data.path().join("a/../b"),
        data.path().to_owned(),
    ] {
        let error = Blobs::in_dirs(db.db.clone(), data.path(), &inside).err();
        assert!(
            matches!(error, Some(Error::KeysInside { .. })),
            "{inside:?}"
        );
    }
}

#[tokio::test]
async fn a_master_key_that_others_can_read_is_refused() {
    let bench = bench().await;
    let master = bench.keys.path().join("master.key");
    assert_eq!(
        fs::metadata(&master).unwrap().permissions().mode() & 0o777,
        0o600
    );
    fs::set_permissions(&master, fs::Permissions::from_mode(0o644)).unwrap();
    let error = Blobs::in_dirs(bench.db.db.clone(), bench.data.path(), bench.keys.path()).err();
    assert!(matches!(error, Some(Error::MasterOpen { .. })));
}

#[tokio::test]
async fn objects_outlive_the_process_and_need_the_right_master_key() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), b"reads").await.unwrap();
    let again = Blobs::in_dirs(bench.db.db.clone(), bench.data.path(), bench.keys.path()).unwrap();
    assert_eq!(again.get(&case(1), &put.digest).await.unwrap(), b"reads");
    fs::remove_file(bench.keys.path().join("master.key")).unwrap();
    let other = Blobs::in_dirs(bench.db.db.clone(), bench.data.path(), bench.keys.path()).unwrap();
    let error = other.get(&case(1), &put.digest).await.unwrap_err();
    assert!(matches!(error, Error::KeyFile { .. }), "{error}");
}

#[tokio::test]
async fn a_lost_key_file_is_named_and_never_silently_replaced_for_reading() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), b"reads").await.unwrap();
    fs::remove_file(bench.keys.path().join("case:0123-04-00001.key")).unwrap();
    let error = bench.blobs.get(&case(1), &put.digest).await.unwrap_err();
    assert!(matches!(error, Error::KeyLost { .. }), "{error}");
}

#[tokio::test]
async fn chance_is_passed_in() {
    let db = store::testing::sqlite().await;
    let (data, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let next = Arc::new(AtomicU8::new(0));
    let counted = next.clone();
    let blobs = Blobs::builder(db.db.clone(), data.path(), keys.path())
        .chance(Arc::new(move |bytes| {
            bytes.fill(counted.fetch_add(1, Ordering::Relaxed))
        }))
        .build()
        .unwrap();
    blobs.seal(&case(1), b"field").unwrap();
    assert!(next.load(Ordering::Relaxed) > 3);
}

#[tokio::test]
async fn fingerprints_find_equal_values_under_one_key_only() {
    let bench = bench().await;
    let (one, other) = (KeyId::index("one"), KeyId::index("other"));
    let print = |key: &KeyId, value: &str| bench.blobs.fingerprint(key, value.as_bytes()).unwrap();
    assert_eq!(print(&one, "a"), print(&one, "a"));
    assert_ne!(print(&one, "a"), print(&one, "b"));
    assert_ne!(print(&one, "a"), print(&other, "a"));
    assert_ne!(print(&one, "a"), words::Digest::of(b"a"));
}
