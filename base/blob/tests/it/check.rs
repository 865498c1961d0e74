//! Objects removed, cut or changed behind the program's back are named by the check; forgotten ones are not missed.

use std::fs;

use blob::{Error, Look, Object};
use store::Write;

use crate::{Bench, benches, case, sealed};

async fn all(bench: &Bench) -> Vec<Object> {
    let mut found = Vec::new();
    loop {
        let page = bench.blobs.objects_after(found.last()).await.unwrap();
        if page.is_empty() {
            return found;
        }
        found.extend(page);
    }
}

async fn wrong(bench: &Bench, look: Look) -> Vec<Error> {
    let mut wrong = Vec::new();
    for object in all(bench).await {
        wrong.extend(bench.blobs.check(&object, look).await.unwrap());
    }
    wrong
}

#[tokio::test]
async fn whole_objects_of_every_size_pass_and_are_counted() {
    for bench in benches().await {
        for size in [0, 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1] {
            bench.blobs.put(&case(1), &vec![7; size]).await.unwrap();
        }
        bench.blobs.put(&case(2), b"two").await.unwrap();
        assert_eq!(bench.blobs.count().await.unwrap(), (6, 3 * (4 << 20) + 4));
        assert_eq!(all(&bench).await.len(), 6);
        for look in [Look::Quick, Look::Whole] {
            assert!(wrong(&bench, look).await.is_empty(), "{look:?}");
        }
        bench.blobs.forget(&case(1)).await.unwrap();
        assert!(wrong(&bench, Look::Whole).await.is_empty());
    }
}

#[tokio::test]
async fn a_removed_cut_or_changed_object_is_named() {
    for bench in benches().await {
        let put = bench.blobs.put(&case(1), &[1; 1000]).await.unwrap();
        let path = sealed(&bench).remove(0);
        let whole = fs::read(&path).unwrap();
        let named = |error: &Error| error.to_string().contains(put.digest.short());

        let mut flipped = whole.clone();
        flipped[500] ^= 1;
        fs::write(&path, flipped).unwrap();
        assert!(
            wrong(&bench, Look::Quick).await.is_empty(),
            "its size is right"
        );
        let found = wrong(&bench, Look::Whole).await;
        assert!(matches!(found.as_slice(), [e @ Error::Tampered { .. }] if named(e)));

        fs::write(&path, &whole[..900]).unwrap();
        let found = wrong(&bench, Look::Quick).await;
        assert!(matches!(found.as_slice(), [e @ Error::Tampered { .. }] if named(e)));

        fs::remove_file(&path).unwrap();
        for look in [Look::Quick, Look::Whole] {
            let found = wrong(&bench, look).await;
            assert!(matches!(found.as_slice(), [e @ Error::Missing { .. }] if named(e)));
        }
    }
}

#[tokio::test]
async fn an_edited_row_of_an_object_is_named() {
    for bench in benches().await {
        bench.blobs.put(&case(1), b"one").await.unwrap();
        for edit in [
            "UPDATE blob_object SET size = 4",
            "UPDATE blob_object SET size = 3, key_id = 'case:0123-04-00009'",
            "UPDATE blob_object SET key_id = 'nobody'",
        ] {
            bench.db.db.run(Write::new(edit, vec![])).await.unwrap();
            assert_eq!(wrong(&bench, Look::Whole).await.len(), 1, "{edit}");
        }
    }
}
