//! Changed, cut, swapped or misplaced bytes are named, never returned.

use std::{fs, path::Path};

use blob::Error;

use crate::{bench, case, files, sealed};

const MIB: usize = 1 << 20;

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn one_flipped_bit_anywhere_is_noticed_and_the_object_named() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), &vec![1; 5 * MIB]).await.unwrap();
    let path = sealed(&bench).remove(0);
    let length = fs::metadata(&path).unwrap().len();
    let length = usize::try_from(length).unwrap();
    for at in [0, 8, 20, 60, 100, 4 * MIB + 90, length - 1] {
        flip(&path, at);
        let error = bench.blobs.get(&case(1), &put.digest).await.unwrap_err();
        assert!(matches!(error, Error::Tampered { .. }), "{at}: {error}");
        assert!(error.to_string().contains(put.digest.short()), "{error}");
        assert!(error.text().ja.contains(put.digest.short()));
        flip(&path, at);
    }
    assert_eq!(
        bench.blobs.get(&case(1), &put.digest).await.unwrap().len(),
        5 * MIB
    );
}

#[tokio::test]
async fn an_object_cut_anywhere_even_between_chunks_does_not_open() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), &vec![1; 8 * MIB]).await.unwrap();
    let path = sealed(&bench).remove(0);
    let whole = fs::read(&path).unwrap();
    let border = 8 + 12 + 32 + 16 + 4 * MIB + 16;
    for cut in [0, 10, 68, border, border + 1, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        let error = bench.blobs.get(&case(1), &put.digest).await.unwrap_err();
        assert!(matches!(error, Error::Tampered { .. }), "{cut}: {error}");
    }
}

#[tokio::test]
async fn two_objects_exchanged_on_disk_are_noticed() {
    let bench = bench().await;
    let one = bench.blobs.put(&case(1), b"one").await.unwrap();
    bench.blobs.put(&case(1), b"two").await.unwrap();
    let paths = sealed(&bench);
    let (a, b) = (fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
    fs::write(&paths[0], b).unwrap();
    fs::write(&paths[1], a).unwrap();
    let error = bench.blobs.get(&case(1), &one.digest).await.unwrap_err();
    assert!(matches!(error, Error::Tampered { .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_does_not_verify_never_appears() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), &vec![1; 5 * MIB]).await.unwrap();
    let path = sealed(&bench).remove(0);
    flip(&path, 4 * MIB + 100);
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("reads.fastq.gz");
    assert!(
        bench
            .blobs
            .get_file(&case(1), &put.digest, &to)
            .await
            .is_err()
    );
    assert!(files(out.path()).is_empty(), "first chunks left behind");
}

#[tokio::test]
async fn another_case_has_neither_the_object_nor_the_field() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), b"reads").await.unwrap();
    bench.blobs.put(&case(2), b"others").await.unwrap();
    let error = bench.blobs.get(&case(2), &put.digest).await.unwrap_err();
    assert!(matches!(error, Error::Missing { .. }), "{error}");
    let field = bench.blobs.seal(&case(1), b"field").unwrap();
    assert_eq!(bench.blobs.open(&case(1), &field).unwrap(), b"field");
    let error = bench.blobs.open(&case(2), &field).unwrap_err();
    assert!(matches!(error, Error::SealBroken { .. }), "{error}");
}

#[tokio::test]
async fn a_write_that_fails_is_named_leaves_nothing_and_can_be_repeated() {
    let bench = bench().await;
    let staging = bench.data.path().join("staging");
    fs::remove_dir(&staging).unwrap();
    let error = bench.blobs.put(&case(1), b"reads").await.unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    assert!(sealed(&bench).is_empty());
    fs::create_dir(&staging).unwrap();
    bench.blobs.put(&case(1), b"reads").await.unwrap();
}
