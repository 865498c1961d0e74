//! Pairs of equal haplotypes in different words, and pairs that only look equal.

use variants::compare::{Options, compare};

use crate::kit::{Folder, Line, SEQUENCE, bases, haplotypes, is_perfect};

/// Name, one set, the other set.
type Pair = (&'static str, &'static [Line], &'static [Line]);

const EQUAL: &[Pair] = &[
    (
        "MNP and its SNVs",
        &[(35, "GT", "AC", "0|1")],
        &[(35, "G", "A", "0|1"), (36, "T", "C", "0|1")],
    ),
    (
        "MNP with an equal base inside",
        &[(35, "GTG", "ATC", "1|1")],
        &[(35, "G", "A", "1|1"), (37, "G", "C", "1|1")],
    ),
    (
        "deletion at either end of a repeat",
        &[(11, "TAC", "T", "0|1")],
        &[(19, "CAC", "C", "0|1")],
    ),
    (
        "deletion of a homopolymer base",
        &[(23, "GT", "G", "1|1")],
        &[(30, "TT", "T", "1|1")],
    ),
    (
        "insertion anywhere in a repeat",
        &[(11, "T", "TAC", "0|1")],
        &[(21, "C", "CAC", "0|1")],
    ),
    (
        "insertion into a homopolymer",
        &[(23, "G", "GTT", "0|1")],
        &[(31, "T", "TTT", "0|1")],
    ),
    (
        "duplication as insertion before or after",
        &[(41, "T", "TGAAG", "0|1")],
        &[(45, "G", "GGAAG", "0|1")],
    ),
    (
        "one complex allele or two",
        &[(35, "GTGA", "CC", "0|1")],
        &[(35, "GT", "C", "0|1"), (37, "GA", "C", "0|1")],
    ),
    (
        "deletion and insertion, or SNVs",
        &[(45, "GC", "G", "0|1"), (47, "T", "TC", "0|1")],
        &[(46, "C", "T", "0|1"), (47, "T", "C", "0|1")],
    ),
    (
        "two alternates in one record or in two",
        &[(38, "A", "C,G", "1|2")],
        &[(38, "A", "C", "1|0"), (38, "A", "G", "0|1")],
    ),
    (
        "homozygous, or one on each haplotype",
        &[(38, "A", "C", "1|1")],
        &[(38, "A", "C", "0|1"), (38, "A", "C", "1|0")],
    ),
    (
        "untrimmed record",
        &[(39, "C", "T", "0|1")],
        &[(37, "GACCT", "GATCT", "0|1")],
    ),
    (
        "deletion before an SNV of the repeat",
        &[(11, "TAC", "T", "0|1"), (16, "A", "G", "0|1")],
        &[(13, "CAC", "C", "0|1"), (16, "A", "G", "0|1")],
    ),
    (
        "deletion and SNV as one",
        &[(11, "TAC", "T", "1|1"), (16, "A", "G", "1|1")],
        &[(12, "ACACA", "ACG", "1|1")],
    ),
    (
        "two indels of one haplotype, two words",
        &[(11, "TAC", "T", "0|1"), (23, "G", "GT", "0|1")],
        &[(17, "CAC", "C", "0|1"), (29, "T", "TT", "0|1")],
    ),
    (
        "different lengths on the two haplotypes",
        &[(23, "GTT", "GT,G", "1|2")],
        &[(30, "TT", "T", "1|0"), (28, "TTT", "T", "0|1")],
    ),
    (
        "haplotypes named the other way round",
        &[(5, "C", "T", "0|1"), (7, "G", "A", "1|0")],
        &[(5, "C", "T", "1|0"), (7, "G", "A", "0|1")],
    ),
    (
        "insertion beside an SNV",
        &[(38, "A", "CT", "0|1")],
        &[(38, "A", "C", "0|1"), (38, "A", "AT", "0|1")],
    ),
];

#[test]
fn different_words_for_the_same_haplotypes_are_no_error() {
    let folder = Folder::new(SEQUENCE);
    for (name, truth, calls) in EQUAL {
        assert_eq!(
            haplotypes(SEQUENCE, truth),
            haplotypes(SEQUENCE, calls),
            "{name}: the example is wrong"
        );
        for (truth, calls) in [(truth, calls), (calls, truth)] {
            let report = folder.compare(truth, calls);
            assert!(is_perfect(&report), "{name}: {report:?}");
        }
    }
}

#[test]
fn the_same_holds_for_alleles_without_genotypes() {
    let folder = Folder::new(SEQUENCE);
    let options = Options {
        somatic: true,
        ..Options::default()
    };
    for (name, truth, calls) in EQUAL
        .iter()
        .filter(|(_, truth, _)| truth.iter().all(|line| line.3 == "0|1"))
    {
        let (truth, calls) = (
            folder.genotypes("t.vcf", truth),
            folder.genotypes("c.vcf", calls),
        );
        let report = compare(&[calls], &[truth], &mut folder.reference(), &options).unwrap();
        assert!(is_perfect(&report), "{name}: {report:?}");
    }
}

const DIFFERENT: &[Pair] = &[
    (
        "one base more deleted",
        &[(23, "GT", "G", "1|1")],
        &[(23, "GTT", "G", "1|1")],
    ),
    (
        "half of an MNP",
        &[(35, "GT", "AC", "1|1")],
        &[(35, "G", "A", "1|1")],
    ),
    (
        "another base",
        &[(35, "G", "A", "1|1")],
        &[(35, "G", "C", "1|1")],
    ),
    (
        "the neighbour",
        &[(39, "C", "T", "1|1")],
        &[(40, "C", "T", "1|1")],
    ),
    (
        "heterozygous for homozygous",
        &[(35, "G", "A", "1|1")],
        &[(35, "G", "A", "0|1")],
    ),
    (
        "inserted bases in another order",
        &[(11, "T", "TAC", "1|1")],
        &[(11, "T", "TCA", "1|1")],
    ),
    (
        "deletion on the wrong side of an SNV",
        &[(11, "TAC", "T", "1|1"), (16, "A", "G", "1|1")],
        &[(19, "CAC", "C", "1|1"), (16, "A", "G", "1|1")],
    ),
    (
        "a unit too many",
        &[(41, "T", "TGAAG", "1|1")],
        &[(41, "T", "TGAAGGAAG", "1|1")],
    ),
    (
        "calls that undo each other",
        &[(5, "C", "T", "1|1")],
        &[
            (5, "C", "T", "1|1"),
            (23, "G", "GT", "1|1"),
            (29, "TT", "T", "1|1"),
        ],
    ),
    ("nothing called", &[(5, "C", "T", "1|1")], &[]),
];

#[test]
fn near_misses_are_errors() {
    let folder = Folder::new(SEQUENCE);
    for (name, truth, calls) in DIFFERENT {
        for (truth, calls) in [(truth, calls), (calls, truth)] {
            assert!(!is_perfect(&folder.compare(truth, calls)), "{name}");
        }
    }
}

#[test]
fn a_long_repeat_does_not_part_two_words_of_one_event() {
    let repeat = "CAG".repeat(80);
    let sequence = format!("{}T{repeat}T{}", bases(60, 5), bases(60, 6));
    let folder = Folder::new(&sequence);
    let (left, right) = ([(61, "TCAG", "T", "0|1")], [(298, "GCAG", "G", "0|1")]);
    assert_eq!(haplotypes(&sequence, &left), haplotypes(&sequence, &right));
    assert!(is_perfect(&folder.compare(&left, &right)));
}

#[test]
fn counts_are_by_the_words_of_the_truth() {
    let folder = Folder::new(SEQUENCE);
    let truth = [
        (5, "C", "T", "0|1"),
        (11, "TAC", "T", "0|1"),
        (35, "GT", "AC", "0|1"),
        (51, "T", "C", "1|1"),
    ];
    let calls = [
        (5, "C", "T", "0|1"),
        (19, "CAC", "C", "0|1"),
        (35, "G", "A", "0|1"),
        (53, "C", "G", "1|1"),
    ];
    let report = folder.compare(&truth, &calls);
    assert_eq!((report.snv.tp, report.snv.fp, report.snv.missed), (2, 1, 2));
    assert_eq!(
        (report.indel.tp, report.indel.fp, report.indel.missed),
        (1, 0, 0)
    );
    assert!((report.snv.f1.unwrap() - 4.0 / 7.0).abs() < 1e-12);
    assert_eq!(report.disagreements.len(), 3);
}

#[test]
fn lost_records_must_not_be_called() {
    let folder = Folder::new(SEQUENCE);
    let truth = folder.alleles(
        "truth.vcf",
        &[
            (5, "C", "T", "PASS"),
            (39, "C", "T", "LOST"),
            (23, "GT", "G", "LOST"),
        ],
    );
    let run = |calls: &[Line]| {
        let calls = folder.alleles("calls.vcf", calls);
        compare(
            &[calls],
            std::slice::from_ref(&truth),
            &mut folder.reference(),
            &Options::default(),
        )
        .unwrap()
    };
    let good = run(&[(5, "C", "T", "PASS")]);
    assert!(is_perfect(&good));
    assert_eq!(good.lost_called, 0);
    let bad = run(&[
        (5, "C", "T", "PASS"),
        (39, "C", "T", "PASS"),
        (30, "TT", "T", "PASS"),
    ]);
    assert_eq!((bad.snv.fp, bad.indel.fp, bad.lost_called), (1, 1, 2));
    let filtered = run(&[(5, "C", "T", "PASS"), (39, "C", "T", "germline")]);
    assert!(is_perfect(&filtered));
}

#[test]
fn only_the_confident_regions_count() {
    let folder = Folder::new(SEQUENCE);
    let (truth, calls) = (
        folder.genotypes("t.vcf", &[(5, "C", "T", "0|1"), (39, "C", "T", "0|1")]),
        folder.genotypes("c.vcf", &[(5, "C", "T", "0|1"), (51, "T", "C", "0|1")]),
    );
    std::fs::write(folder.path("r.bed"), "c\t0\t20\n").unwrap();
    let options = Options {
        confident: Some(variants::Regions::read(&folder.path("r.bed")).unwrap()),
        ..Options::default()
    };
    let report = compare(&[calls], &[truth], &mut folder.reference(), &options).unwrap();
    assert_eq!((report.snv.tp, report.snv.fp, report.snv.missed), (1, 0, 0));
}

#[test]
fn events_are_matched_by_their_breakpoints() {
    let folder = Folder::new(SEQUENCE);
    let sv = |name: &str, rows: &[&str]| {
        folder.vcf(name, "", rows.iter().map(|row| row.replace(' ', "\t")))
    };
    let truth = sv(
        "truth.vcf",
        &[
            "c 1000 del N <DEL> . PASS SVTYPE=DEL;END=3000",
            "c 5000 inv N <INV> . PASS SVTYPE=INV;END=6000",
            "c 8000 dup N <DUP> . PASS SVTYPE=DUP;END=9000",
            "c 20000 b1 N N[d:500[ . PASS SVTYPE=BND;MATEID=b2",
            "d 500 b2 N ]c:20000]N . PASS SVTYPE=BND;MATEID=b1",
            "c 20001 b3 N ]d:499]N . PASS SVTYPE=BND;MATEID=b4",
            "d 499 b4 N N[c:20001[ . PASS SVTYPE=BND;MATEID=b3",
        ],
    );
    let run = |rows: &[&str]| {
        let calls = sv("calls.vcf", rows);
        let report = compare(
            &[calls],
            std::slice::from_ref(&truth),
            &mut folder.reference(),
            &Options::default(),
        )
        .unwrap();
        (report.sv.tp, report.sv.fp, report.sv.missed)
    };
    // a caller with one record per joint, breakends instead of symbols, and slightly other places
    let good = [
        "c 1004 . N N[c:2996[ . PASS SVTYPE=BND",
        "c 2996 . N ]c:1004]N . PASS SVTYPE=BND",
        "c 5000 . N <INV> . PASS SVTYPE=INV;END=6003;CT=3to3",
        "c 5002 . N <INV> . PASS SVTYPE=INV;END=6001;CT=5to5",
        "c 8010 . N <DUP:TANDEM> . PASS SVTYPE=DUP;END=8990",
        "d 501 . N ]c:20003]N . PASS SVTYPE=BND",
    ];
    assert_eq!(run(&good), (4, 0, 0));
    assert_eq!(
        run(&["c 1011 . N <DEL> . PASS SVTYPE=DEL;END=3000"]),
        (0, 1, 4)
    );
    assert_eq!(
        run(&["c 1000 . N <DUP> . PASS SVTYPE=DUP;END=3000"]),
        (0, 1, 4)
    );
    assert_eq!(
        run(&["c 1000 . N <DEL> . LowQual SVTYPE=DEL;END=3000"]),
        (0, 0, 4)
    );
}

#[test]
fn a_long_allele_is_the_same_event_with_and_without_sequence() {
    let sequence = bases(600, 3);
    let folder = Folder::new(&sequence);
    let at = |start: usize, end: usize| &sequence[start..end];
    let symbols = [
        "c 101 . N <DEL> . PASS SVTYPE=DEL;END=190",
        "c 300 . N <DUP> . PASS SVTYPE=DUP;END=360",
        "c 450 . N <DUP> . PASS SVTYPE=DUP;END=480",
    ];
    let words = [
        format!("c\t100\t.\t{}\t{}\t.\tPASS\t.", at(99, 189), at(99, 100)),
        format!(
            "c\t300\t.\t{}\t{}{}\t.\tPASS\t.",
            at(299, 300),
            at(299, 300),
            at(300, 360)
        ),
        format!(
            "c\t480\t.\t{}\t{}{}\t.\tPASS\t.",
            at(479, 480),
            at(479, 480),
            at(450, 480)
        ),
    ];
    let symbols = folder.vcf("symbols.vcf", "", symbols.map(|row| row.replace(' ', "\t")));
    let words = folder.vcf("words.vcf", "", words);
    let run = |truth: &std::path::PathBuf, calls: &std::path::PathBuf| {
        let one = std::slice::from_ref::<std::path::PathBuf>;
        compare(
            one(calls),
            one(truth),
            &mut folder.reference(),
            &Options::default(),
        )
        .unwrap()
    };
    let report = run(&symbols, &words);
    assert_eq!(
        (report.sv.tp, report.sv.fp, report.sv.missed),
        (3, 0, 0),
        "{report:?}"
    );
    let report = run(&words, &symbols);
    assert_eq!((report.sv.tp, report.indel.tp), (2, 1), "{report:?}");
    assert!(is_perfect(&report));
    // sequence against sequence stays exact
    let near = folder.vcf(
        "near.vcf",
        "",
        [format!(
            "c\t101\t.\t{}\t{}\t.\tPASS\t.",
            at(100, 190),
            at(100, 101)
        )],
    );
    let report = run(&words, &near);
    assert_eq!((report.sv.tp, report.sv.fp), (0, 1));
}
