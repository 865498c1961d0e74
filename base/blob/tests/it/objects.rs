//! What goes in comes out, for every size; the same bytes of two cases are two objects.

use words::Digest;

use crate::{bench, benches, case, files, holding, sealed};

const MIB: usize = 1 << 20;

#[tokio::test]
async fn what_goes_in_comes_out_around_every_chunk_border() {
    let bench = bench().await;
    for size in [0, 1, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 9 * MIB] {
        let bytes: Vec<u8> = (0..size).map(|i| u8::try_from(i % 251).unwrap()).collect();
        let put = bench.blobs.put(&case(1), &bytes).await.unwrap();
        assert_eq!(
            (put.digest.clone(), put.size),
            (Digest::of(&bytes), size as u64)
        );
        assert!(
            bench.blobs.get(&case(1), &put.digest).await.unwrap() == bytes,
            "{size}"
        );
    }
}

#[tokio::test]
async fn files_stream_through_on_both_engines() {
    for bench in benches().await {
        let out = tempfile::tempdir().unwrap();
        let (from, to) = (
            out.path().join("in.fastq.gz"),
            out.path().join("out.fastq.gz"),
        );
        std::fs::write(&from, vec![7; 5 * MIB]).unwrap();
        let put = bench.blobs.put_file(&case(1), &from).await.unwrap();
        bench
            .blobs
            .get_file(&case(1), &put.digest, &to)
            .await
            .unwrap();
        assert_eq!(Digest::of(&std::fs::read(&to).unwrap()), put.digest);
        assert_eq!(files(out.path()).len(), 2, "no draft is left");
        assert!(files(&bench.data.path().join("staging")).is_empty());
    }
}

#[tokio::test]
async fn the_same_bytes_are_one_object_per_case_and_two_over_two_cases() {
    for bench in benches().await {
        let secret = b"@SIM:1:FC:1:1101:1000:2000 1:N:0:ACGT";
        let first = bench.blobs.put(&case(1), secret).await.unwrap();
        assert_eq!(bench.blobs.put(&case(1), secret).await.unwrap(), first);
        assert_eq!(sealed(&bench).len(), 1);
        assert_eq!(bench.blobs.put(&case(2), secret).await.unwrap(), first);
        assert_eq!(sealed(&bench).len(), 2);
        assert!(
            holding(bench.data.path(), secret).is_empty(),
            "plaintext on disk"
        );
    }
}

#[tokio::test]
async fn thirty_two_writers_of_the_same_bytes_leave_one_object() {
    for bench in benches().await {
        let put = |_| {
            let blobs = bench.blobs.clone();
            tokio::spawn(async move { blobs.put(&case(1), b"the same bytes").await.unwrap() })
        };
        let all: Vec<_> = (0..32).map(put).collect();
        for one in all {
            let put = one.await.unwrap();
            assert_eq!(
                bench.blobs.get(&case(1), &put.digest).await.unwrap(),
                b"the same bytes"
            );
        }
        assert_eq!(sealed(&bench).len(), 1);
    }
}

#[tokio::test]
async fn an_object_that_was_lost_is_healed_by_the_next_delivery() {
    let bench = bench().await;
    let put = bench.blobs.put(&case(1), b"reads").await.unwrap();
    std::fs::remove_file(&sealed(&bench)[0]).unwrap();
    let gone = bench.blobs.get(&case(1), &put.digest).await.unwrap_err();
    assert!(matches!(gone, blob::Error::Missing { .. }), "{gone}");
    bench.blobs.put(&case(1), b"reads").await.unwrap();
    assert_eq!(
        bench.blobs.get(&case(1), &put.digest).await.unwrap(),
        b"reads"
    );
}
