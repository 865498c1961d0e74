use readqc::{Compression, NameRule, PairReport};
use sha2::{Digest as _, Sha256};

use crate::make::{bgzf, fastq, gzip, pair, record, take};

#[test]
fn a_clean_pair_is_counted_and_has_no_fault() {
    let report = pair(&fastq(1, 1_000), &fastq(2, 1_000));
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    let letters: u64 = (0..1_000).map(|n| 60 + n % 3).sum();
    for (file, mate) in report.files().zip([1, 2]) {
        assert_eq!(
            (file.reads, file.bases, file.mate),
            (1_000, letters, Some(mate))
        );
        assert_eq!(file.compression, Compression::Gzip);
        assert_eq!(file.lengths, [(60, 334), (61, 333), (62, 333)]);
        assert_eq!(file.origins.iter().map(|o| o.reads).sum::<u64>(), 1_000);
        let of: u64 = file
            .cycles
            .iter()
            .map(|c| c.a + c.c + c.g + c.t + c.n)
            .sum();
        assert_eq!(of, letters);
        let (q20, q30) = expected(&fastq(mate, 1_000));
        assert_eq!((file.q20, file.q30), (q20, q30));
    }
    assert_eq!(report.digest.reads(), 2_000);
}

fn expected(text: &str) -> (u64, u64) {
    let phreds = text.lines().skip(3).step_by(4).flat_map(str::bytes);
    let over = |least: u8| phreds.clone().filter(|q| q - 33 >= least).count() as u64;
    (over(20), over(30))
}

#[test]
fn every_way_to_compress_gives_the_same_answer() {
    let text = [fastq(1, 3_000), fastq(2, 3_000)];
    let split = |text: &str| {
        let (a, b) = text.split_at(text.len() / 3);
        [gzip(a), gzip(b)].concat()
    };
    let mixed = |text: &str| {
        let (a, b) = text.split_at(text.len() / 3);
        [gzip(a), bgzf(b, 4_000)].concat()
    };
    let reports = [
        take(gzip(&text[0]), Some(gzip(&text[1])), NameRule::Illumina),
        take(
            bgzf(&text[0], 60_000),
            Some(bgzf(&text[1], 777)),
            NameRule::Illumina,
        ),
        take(split(&text[0]), Some(split(&text[1])), NameRule::Illumina),
        take(mixed(&text[0]), Some(mixed(&text[1])), NameRule::Illumina),
    ];
    let core = |r: &PairReport| {
        let files: Vec<_> = r
            .files()
            .map(|f| (f.cycles.clone(), f.lengths.clone()))
            .collect();
        (files, r.digest, r.faults.clone())
    };
    for report in &reports {
        assert_eq!(core(report), core(&reports[0]));
    }
    assert_eq!(reports[1].r1.compression, Compression::Bgzf);
    assert!(reports[1].r1.end_mark);
    assert_eq!(reports[2].r1.members, 2);
    assert_eq!(reports[3].r1.compression, Compression::Mixed);
}

#[test]
fn the_digests_of_the_file_are_those_of_its_bytes() {
    let bytes = gzip(&fastq(1, 10));
    let report = take(bytes.clone(), None, NameRule::Illumina);
    assert_eq!(report.r1.sha256, hex::encode(Sha256::digest(&bytes)));
    assert_eq!(report.r1.bytes, bytes.len() as u64);
    assert_eq!(report.r1.md5, hex::encode(md5::Md5::digest(&bytes)));
}

#[test]
fn order_of_the_pairs_does_not_change_the_digest_but_their_mates_do() {
    let shuffled = |mate: u8| -> String {
        (0..500)
            .rev()
            .map(|n| record(mate, n, 60 + n % 3))
            .collect()
    };
    let plain = pair(&fastq(1, 500), &fastq(2, 500));
    let other = pair(&shuffled(1), &shuffled(2));
    assert_eq!(plain.digest, other.digest);
    let single = take(gzip(&fastq(1, 500)), None, NameRule::Illumina).digest;
    assert_ne!(single.and(single), plain.digest);
}

#[test]
fn long_reads_and_a_missing_last_line_end_are_fine() {
    let mut text = record(1, 1, 900_000);
    text.push_str(&record(1, 2, 10));
    let report = take(gzip(text.trim_end()), None, NameRule::Illumina);
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    assert_eq!(report.r1.lengths, [(10, 1), (900_000, 1)]);
}

#[test]
fn adapters_and_duplicates_are_seen() {
    let adapter = "ACGTTGCA".repeat(5) + "AGATCGGAAGAGCACACGTCTGAACTCC";
    let text = |mate: u8| -> String {
        (0..20_000)
            .map(|n| {
                format!(
                    "@M1:7:FCX:1:1101:{n}:5 {mate}:N:0:A\n{adapter}\n+\n{}\n",
                    "F".repeat(adapter.len())
                )
            })
            .collect()
    };
    let report = pair(&text(1), &text(2));
    assert!((report.r1.adapter_share() - 1.0).abs() < 1e-9);
    // One beginning only: it is in the sample of one in 64 or it is not.
    assert!(report.duplicates_sampled == 0 || report.duplicate_share() > 0.99);
}
