use readqc::{NameRule, Problem, Stage};

use crate::make::{bgzf, fastq, gzip, pair, problems, record, take};

fn one(r1: Vec<u8>) -> Vec<Problem> {
    let report = take(r1, None, NameRule::Illumina);
    report.faults.into_iter().map(|f| f.problem).collect()
}

#[test]
fn a_cut_gzip_is_named_with_its_last_byte_and_still_digested() {
    let whole = gzip(&fastq(1, 2_000));
    for cut in [1, 5, 12, whole.len() / 2, whole.len() - 1] {
        let bytes = whole[..cut].to_vec();
        let report = take(bytes, None, NameRule::Illumina);
        let offset = cut as u64;
        assert_eq!(report.faults[0].problem, Problem::Truncated { offset });
        assert_eq!(report.r1.bytes, offset);
    }
    let whole = bgzf(&fastq(1, 2_000), 10_000);
    let cut = whole.len() - 40;
    assert_eq!(
        one(whole[..cut].to_vec())[0],
        Problem::Truncated { offset: cut as u64 }
    );
}

#[test]
fn damage_is_found_in_every_part_of_a_gzip() {
    let whole = gzip(&fastq(1, 2_000));
    let length = whole.len();
    for at in [length / 2, length - 6, length - 2] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let problems = one(bytes);
        assert!(
            problems.iter().any(|p| p.stage() == Stage::Gzip),
            "{at}: {problems:?}"
        );
    }
    assert_eq!(
        one(b"@read\nACGT\n+\nFFFF\n".to_vec()),
        [Problem::NotGzip { offset: 0 }]
    );
    assert_eq!(one(Vec::new()), [Problem::NotGzip { offset: 0 }]);
    let tail = [whole, b"tail".to_vec()].concat();
    assert_eq!(
        one(tail),
        [Problem::Trailing {
            offset: length as u64
        }]
    );
}

#[test]
fn damage_is_found_in_bgzf() {
    let whole = bgzf(&fastq(1, 2_000), 10_000);
    for at in [30, whole.len() / 2, whole.len() - 36] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let problems = one(bytes);
        assert!(
            problems.iter().any(|p| p.stage() == Stage::Gzip),
            "{at}: {problems:?}"
        );
    }
}

#[test]
fn a_broken_structure_is_named_with_its_line() {
    let good = record(1, 1, 8);
    let with = |bad: &str| one(gzip(&format!("{good}{bad}{good}")));
    let name = "@M1:7:FCX:1:1101:1:5 1:N:0:A";
    let cases = [
        (
            format!("{name}\nACGT\n+\nFFF\n"),
            Problem::Lengths {
                line: 8,
                sequence: 4,
                qualities: 3,
            },
        ),
        (
            format!("{name}\nACGT\n+\nFFFFF\n"),
            Problem::Lengths {
                line: 8,
                sequence: 4,
                qualities: 5,
            },
        ),
        (
            format!("{name}\nACGT\nFFFF\n"),
            Problem::NotFourLines {
                line: 7,
                expected: '+',
            },
        ),
        (
            format!("{}\nACGT\n+\nFFFF\n", &name[1..]),
            Problem::NotFourLines {
                line: 5,
                expected: '@',
            },
        ),
        (
            format!("\n{name}\nACGT\n+\nFFFF\n"),
            Problem::NotFourLines {
                line: 5,
                expected: '@',
            },
        ),
        (
            format!("{name}\nAC.T\n+\nFFFF\n"),
            Problem::Letter {
                line: 6,
                column: 3,
                letter: b'.',
            },
        ),
        (
            format!("{name}\nACGt\n+\nFFFF\n"),
            Problem::Letter {
                line: 6,
                column: 4,
                letter: b't',
            },
        ),
        (
            format!("{name}\nACGT\r\n+\nFFFFF\n"),
            Problem::Letter {
                line: 6,
                column: 5,
                letter: b'\r',
            },
        ),
        (
            format!("{name}\nACGT\n+\nFF F\n"),
            Problem::Quality {
                line: 8,
                column: 3,
                letter: b' ',
            },
        ),
        (format!("{name}\n\n+\n\n"), Problem::EmptyRead { line: 6 }),
        (
            "@SRR1.1 x\nACGT\n+\nFFFF\n".to_owned(),
            Problem::Name { line: 5 },
        ),
    ];
    for (bad, expected) in cases {
        assert_eq!(with(&bad), [expected], "{bad:?}");
    }
    assert_eq!(
        one(gzip(&format!("{good}{name}\nACGT\n"))),
        [Problem::CutRecord { line: 5 }]
    );
    assert_eq!(one(gzip("")), [Problem::Empty]);
    assert!(
        take(gzip("@SRR1.1\nACGT\n+\nFFFF\n"), None, NameRule::Any)
            .faults
            .is_empty()
    );
}

#[test]
fn a_structure_fault_does_not_hide_a_gzip_fault() {
    let mut bytes = gzip(&format!("@x\n{}", fastq(1, 5_000)));
    let length = bytes.len();
    bytes[length - 6] ^= 1;
    let stages: Vec<_> = one(bytes).iter().map(Problem::stage).collect();
    assert_eq!(stages, [Stage::Gzip, Stage::Structure]);
}

#[test]
fn swapped_mates_are_named() {
    let report = pair(&fastq(2, 100), &fastq(1, 100));
    let found = problems(&report);
    assert_eq!(
        found[0],
        ("r1.fastq.gz", Problem::Swapped { given: 1, found: 2 })
    );
    assert_eq!(
        found[1],
        ("r2.fastq.gz", Problem::Swapped { given: 2, found: 1 })
    );
    let suffixed = |mate: u8| format!("@M1:7:FCX:1:1101:1:5/{mate}\nACGT\n+\nFFFF\n");
    assert_eq!(pair(&suffixed(2), &suffixed(1)).faults.len(), 2);
    assert!(pair(&suffixed(1), &suffixed(2)).faults.is_empty());
}

#[test]
fn mates_mixed_in_one_file_are_named() {
    let mixed = format!("{}{}", record(1, 1, 9), record(2, 2, 9));
    let expected = Problem::MateChanges {
        line: 5,
        found: 2,
        expected: 1,
    };
    assert_eq!(one(gzip(&mixed)), [expected]);
}

#[test]
fn unequal_mates_are_named_with_both_counts() {
    let expected = Problem::Unequal {
        r1: 3_000,
        r2: 2_999,
        line: 4 * 2_999 + 1,
    };
    let report = pair(&fastq(1, 3_000), &fastq(2, 2_999));
    assert_eq!(problems(&report), [("r2.fastq.gz", expected)]);
    let lost: String = (0..3_000)
        .filter(|n| *n != 1_500)
        .map(|n| record(2, n, 60))
        .collect();
    let expected = Problem::Unequal {
        r1: 3_000,
        r2: 2_999,
        line: 4 * 1_500 + 1,
    };
    assert_eq!(
        problems(&pair(&fastq(1, 3_000), &lost)),
        [("r2.fastq.gz", expected)]
    );
}

#[test]
fn another_order_and_foreign_reads_are_told_apart() {
    let swapped = |a: usize, b: usize| -> String {
        let at = |n| {
            if n == a {
                b
            } else if n == b {
                a
            } else {
                n
            }
        };
        (0..2_000).map(|n| record(2, at(n), 60)).collect()
    };
    let report = pair(&fastq(1, 2_000), &swapped(700, 1_900));
    assert_eq!(
        problems(&report),
        [("r2.fastq.gz", Problem::Reordered { line: 2_801 })]
    );
    let foreign: String = (0..2_000)
        .map(|n| record(2, if n == 700 { 9_999 } else { n }, 60))
        .collect();
    let report = pair(&fastq(1, 2_000), &foreign);
    assert_eq!(
        problems(&report),
        [("r2.fastq.gz", Problem::NotMates { line: 2_801 })]
    );
}

#[test]
fn a_broken_file_says_nothing_about_its_mate() {
    let whole = gzip(&fastq(1, 2_000));
    let cut = whole[..whole.len() / 2].to_vec();
    let report = take(cut, Some(gzip(&fastq(2, 2_000))), NameRule::Illumina);
    assert_eq!(report.faults.len(), 1);
    assert_eq!(report.r2.unwrap().reads, 2_000);
}
