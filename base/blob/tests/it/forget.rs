//! After a key is destroyed nothing of the case can be read, not even from a copy of the disk.

use std::fs;

use blob::{Error, Forgotten, KeyId};

use crate::{benches, case, files, holding, sealed};

const READ: &[u8] = b"ACGTTGCAACGTTGCAGGTTAACCACGTTGCA";

#[tokio::test]
async fn a_forgotten_case_is_gone_and_its_neighbour_is_not() {
    for bench in benches().await {
        let gone = bench.blobs.put(&case(1), READ).await.unwrap();
        bench.blobs.put(&case(1), b"more").await.unwrap();
        let kept = bench.blobs.put(&case(2), READ).await.unwrap();
        let field = bench.blobs.seal(&case(1), READ).unwrap();
        let done = bench.blobs.forget(&case(1)).await.unwrap();
        assert_eq!(
            done,
            Forgotten {
                objects: 2,
                bytes: READ.len() as u64 + 4
            }
        );
        for dir in [bench.data.path(), bench.keys.path()] {
            assert!(holding(dir, READ).is_empty(), "a read is on disk");
        }
        assert!(
            !files(bench.keys.path())
                .iter()
                .any(|f| f.ends_with("case:0123-04-00001.key"))
        );
        let error = bench.blobs.get(&case(1), &gone.digest).await.unwrap_err();
        assert!(matches!(error, Error::Forgotten { .. }), "{error}");
        assert!(matches!(
            bench.blobs.open(&case(1), &field),
            Err(Error::Forgotten { .. })
        ));
        assert!(bench.blobs.is_forgotten(&case(1)));
        assert_eq!(bench.blobs.get(&case(2), &kept.digest).await.unwrap(), READ);
    }
}

#[tokio::test]
async fn nothing_can_be_put_under_a_forgotten_key_and_forgetting_again_is_harmless() {
    for bench in benches().await {
        bench.blobs.forget(&case(1)).await.unwrap();
        assert!(matches!(
            bench.blobs.put(&case(1), READ).await,
            Err(Error::Forgotten { .. })
        ));
        assert!(matches!(
            bench.blobs.seal(&case(1), READ),
            Err(Error::Forgotten { .. })
        ));
        let again = bench.blobs.forget(&case(1)).await.unwrap();
        assert_eq!(
            again,
            Forgotten {
                objects: 0,
                bytes: 0
            }
        );
    }
}

#[tokio::test]
async fn a_copy_of_the_objects_taken_before_is_worthless_after() {
    let bench = crate::bench().await;
    let put = bench.blobs.put(&case(1), READ).await.unwrap();
    let path = sealed(&bench).remove(0);
    let (copy, row) = (fs::read(&path).unwrap(), put.digest.clone());
    bench.blobs.forget(&case(1)).await.unwrap();
    fs::write(&path, copy).unwrap();
    // even with the tombstone taken away there is no key to open it with
    fs::remove_file(bench.keys.path().join("case:0123-04-00001.forgotten")).unwrap();
    let error = bench.blobs.get(&case(1), &row).await.unwrap_err();
    assert!(
        matches!(error, Error::Missing { .. } | Error::KeyLost { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn writers_that_race_with_forgetting_leave_nothing() {
    for bench in benches().await {
        bench.blobs.put(&case(1), b"first").await.unwrap();
        let put = |i: u32| {
            let blobs = bench.blobs.clone();
            tokio::spawn(async move { blobs.put(&case(1), &i.to_be_bytes()).await })
        };
        let all: Vec<_> = (0..24).map(put).collect();
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        bench.blobs.forget(&case(1)).await.unwrap();
        for one in all {
            let done = one.await.unwrap();
            assert!(
                matches!(done, Ok(_) | Err(Error::Forgotten { .. })),
                "{done:?}"
            );
        }
        assert!(sealed(&bench).is_empty(), "{:?}", sealed(&bench));
        let rows = bench
            .db
            .db
            .all("SELECT digest FROM blob_object", vec![])
            .await
            .unwrap();
        assert!(rows.is_empty());
    }
}

#[tokio::test]
async fn a_member_is_forgotten_alone_and_a_case_with_all_its_members() {
    for bench in benches().await {
        let blobs = &bench.blobs;
        let id = words::CaseId::parse("0123-04-00001").unwrap();
        let person = |name: &str| words::PersonId::parse(name).unwrap();
        let (child, mother) = (
            KeyId::member(&id, &person("p-1")),
            KeyId::member(&id, &person("p-2")),
        );
        let keys = [
            KeyId::case(&id),
            child.clone(),
            mother.clone(),
            KeyId::run(&id, "run-1"),
        ];
        let mut puts = Vec::new();
        for key in &keys {
            puts.push(blobs.put(key, b"reads").await.unwrap().digest);
        }
        let other = KeyId::member(
            &words::CaseId::parse("0123-04-00002").unwrap(),
            &person("p-1"),
        );
        let beside = blobs.put(&other, b"reads").await.unwrap().digest;

        assert_eq!(blobs.forget(&mother).await.unwrap().objects, 1);
        assert!(blobs.is_forgotten(&mother) && !blobs.is_forgotten(&child));
        assert_eq!(blobs.get(&child, &puts[1]).await.unwrap(), b"reads");

        assert_eq!(blobs.forget_case(&id).await.unwrap().objects, 3);
        for key in &keys {
            assert!(blobs.is_forgotten(key), "{key}");
            assert!(blobs.put(key, b"later").await.is_err());
        }
        let never_used = KeyId::member(&id, &person("p-9"));
        assert!(
            blobs.put(&never_used, b"later").await.is_err(),
            "no new key of a forgotten case"
        );
        let left: Vec<_> = std::fs::read_dir(bench.keys.path())
            .unwrap()
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .filter(|n| n.ends_with(".key") && n.contains("0123-04-00001"))
            .collect();
        assert_eq!(left, Vec::<String>::new());
        assert_eq!(blobs.get(&other, &beside).await.unwrap(), b"reads");
        assert_eq!(
            blobs.forget_case(&id).await.unwrap().objects,
            0,
            "again is harmless"
        );
    }
}
