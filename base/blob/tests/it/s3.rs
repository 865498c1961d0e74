//! The same behaviour over the S3 protocol, against a server that speaks it.

use blob::{Blobs, Bucket, BucketFault, Credentials, Error};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};

use crate::{case, files, holding};

const READ: &[u8] = b"ACGTTGCAACGTTGCAGGTTAACCACGTTGCA";

/// Starts a server over a directory; returns its address.
async fn server(root: &std::path::Path) -> String {
    std::fs::create_dir(root.join("cord")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).unwrap());
    service.set_auth(SimpleAuth::from_single("kumi", "secret-of-the-test"));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let http = auto::Builder::new(TokioExecutor::new());
                // a client that hangs up ends its own connection only
                let _ = http.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn objects_in_a_bucket_are_sealed_verified_and_forgotten() {
    let (root, data, keys) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let endpoint = server(root.path()).await;
    let bucket = bucket(&endpoint, Credentials::new("kumi", "secret-of-the-test"));
    bucket.probe("probe-1").await.unwrap();
    let db = store::testing::sqlite().await;
    store::migrate(&db.db, &blob::migrations()).await.unwrap();
    let builder = Blobs::builder(db.db.clone(), data.path(), keys.path());
    let blobs = builder.remote(bucket.open().unwrap()).build().unwrap();

    let small = blobs.put(&case(1), READ).await.unwrap();
    let large: Vec<u8> = READ.iter().copied().cycle().take(19 << 20).collect();
    let large_put = blobs.put(&case(1), &large).await.unwrap();
    assert_eq!(blobs.get(&case(1), &small.digest).await.unwrap(), READ);
    assert!(blobs.get(&case(1), &large_put.digest).await.unwrap() == large);
    for dir in [root.path(), data.path()] {
        assert!(holding(dir, READ).is_empty(), "plaintext left the house");
    }
    assert!(files(&data.path().join("staging")).is_empty());

    let stored = root.path().join("cord/objects");
    let object = files(&stored)
        .into_iter()
        .min_by_key(|p| std::fs::metadata(p).unwrap().len());
    let object = object.unwrap();
    let mut bytes = std::fs::read(&object).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&object, bytes).unwrap();
    let error = blobs.get(&case(1), &small.digest).await.unwrap_err();
    assert!(matches!(error, Error::Tampered { .. }), "{error}");

    // a day later: what no row refers to goes, what is recorded stays
    let orphan = "00".repeat(32);
    std::fs::create_dir_all(stored.join("00")).unwrap();
    std::fs::write(stored.join("00").join(&orphan), b"sealed").unwrap();
    let now = words::At::from_micros(i64::MAX / 2);
    let swept = blobs.sweep(now).await.unwrap();
    assert_eq!((swept.seen, swept.orphans, swept.bytes), (3, 1, 6));
    assert!(blobs.get(&case(1), &large_put.digest).await.unwrap() == large);

    assert_eq!(blobs.forget(&case(1)).await.unwrap().objects, 2);
    assert!(files(&stored).is_empty());
}

fn bucket(endpoint: &str, credentials: Credentials) -> Bucket {
    Bucket {
        name: "cord".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        region: "ap-northeast-1".to_owned(),
        credentials,
    }
}

#[tokio::test]
async fn a_bucket_that_cannot_be_used_says_how_to_mend_it() {
    let root = tempfile::tempdir().unwrap();
    let endpoint = server(root.path()).await;
    let wrong = bucket(&endpoint, Credentials::new("kumi", "another-secret"));
    let error = wrong.probe("p").await.unwrap_err();
    assert!(
        error.text().en.contains("refused the access key"),
        "{error:?}"
    );
    // the small server of the test makes buckets as they are asked for; others answer so
    let source = object_store::Error::NotFound {
        path: "probe/p".to_owned(),
        source: "NoSuchBucket".into(),
    };
    let error = BucketFault::Probe {
        doing: "store",
        source,
    };
    assert!(
        error.text().en.contains("no bucket of that name"),
        "{error:?}"
    );

    let file = root.path().join("key");
    std::fs::write(&file, "kumi\nsecret-of-the-test\n").unwrap();
    let mode = |bits| std::os::unix::fs::PermissionsExt::from_mode(bits);
    std::fs::set_permissions(&file, mode(0o644)).unwrap();
    assert!(matches!(
        Credentials::in_file(&file),
        Err(BucketFault::Open(_))
    ));
    std::fs::set_permissions(&file, mode(0o600)).unwrap();
    let good = bucket(&endpoint, Credentials::in_file(&file).ok().unwrap());
    good.probe("p").await.unwrap();
    assert!(
        files(&root.path().join("cord")).is_empty(),
        "the probe is gone"
    );
}
