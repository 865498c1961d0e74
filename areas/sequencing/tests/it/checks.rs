//! Every bad input of a delivery, each with its reason, place and remedy.

use readqc::{PairReport, Problem};
use sequencing::{
    rules::{Delivered, judge, profile},
    words::{Check, Manifest, Reason},
};
use specimen::words::Role;

use crate::given::{NOW, fastq, files, gzip, manifest, name, read};

fn reasons(
    manifest: &Manifest,
    reports: &[PairReport],
    missing: &[String],
    earlier: Option<&str>,
) -> Vec<Reason> {
    let limits = profile("slice", NOW.day()).unwrap().limits(Role::Tumour);
    let reasons = judge(&Delivered {
        id: "dl-1",
        kept: &[],
        manifest,
        reports,
        missing,
        earlier: earlier.map(str::to_owned),
        limits,
    });
    for reason in &reasons {
        assert!(!reason.text().ja.is_empty() && !reason.remedy().en.is_empty());
    }
    reasons
}

fn of(files: &[Vec<u8>; 2]) -> Vec<Reason> {
    reasons(&manifest(files), &[read(files)], &[], None)
}

#[test]
fn a_good_delivery_has_no_reason() {
    assert_eq!(of(&files()), []);
}

#[test]
fn a_wrong_check_sum_and_a_wrong_size_are_told_apart() {
    let good = files();
    let mut said = manifest(&good);
    said.files[1].sha256 = words::Digest::of(b"other");
    let found = reasons(&said, &[read(&good)], &[], None);
    assert!(
        matches!(found.as_slice(), [Reason::Sha256 { file, .. }] if *file == name(2)),
        "{found:?}"
    );
    said.files[1].bytes += 1;
    assert!(matches!(
        reasons(&said, &[read(&good)], &[], None).as_slice(),
        [Reason::Size { .. }]
    ));
    let mut said = manifest(&good);
    said.files[0].md5 = Some("00".to_owned());
    assert!(matches!(
        reasons(&said, &[read(&good)], &[], None).as_slice(),
        [Reason::Md5 { .. }]
    ));
    said.files[0].md5 = None;
    said.files[0].reads = Some(6_001);
    assert!(matches!(
        reasons(&said, &[read(&good)], &[], None).as_slice(),
        [Reason::Counts {
            expected: 6_001,
            found: 6_000,
            ..
        }]
    ));
}

#[test]
fn a_truncated_gzip_is_named_with_its_byte() {
    let mut bad = files();
    let half = bad[0].len() / 2;
    bad[0].truncate(half);
    let found = of(&bad);
    let offset = half as u64;
    assert_eq!(
        found,
        [Reason::Content {
            file: name(1),
            problem: Problem::Truncated { offset }
        }]
    );
    assert_eq!(found[0].check(), Check::Gzip);
    assert!(
        found[0]
            .text()
            .ja
            .contains(&format!("{half} バイト目で途切れています"))
    );
}

#[test]
fn swapped_and_unequal_mates_are_named() {
    let [r1, r2] = files();
    let found = of(&[r2.clone(), r1.clone()]);
    assert!(
        matches!(
            &found[0],
            Reason::Content {
                problem: Problem::Swapped { given: 1, found: 2 },
                ..
            }
        ),
        "{found:?}"
    );
    let short = gzip(&fastq(2, 5_999, "FCX"));
    let found = of(&[r1, short]);
    assert!(matches!(
        &found[0],
        Reason::Content {
            problem: Problem::Unequal {
                r1: 6_000,
                r2: 5_999,
                ..
            },
            ..
        }
    ));
    assert_eq!(found[0].check(), Check::Pairs);
}

#[test]
fn reads_of_another_order_are_stopped() {
    let other = [
        gzip(&fastq(1, 6_000, "FCOTHER")),
        gzip(&fastq(2, 6_000, "FCOTHER")),
    ];
    let found = of(&other);
    assert!(matches!(&found[0], Reason::Origin { found, .. } if found == "M1:7:FCOTHER:1"));
    assert_eq!(found.len(), 2);
    assert!(found[0].text().ja.contains("別の注文"));
}

#[test]
fn the_same_reads_again_and_too_few_reads() {
    let found = reasons(&manifest(&files()), &[read(&files())], &[], Some("dl-0"));
    assert_eq!(
        found,
        [Reason::Duplicate {
            delivery: "dl-0".to_owned()
        }]
    );
    let few = [gzip(&fastq(1, 1_000, "FCX")), gzip(&fastq(2, 1_000, "FCX"))];
    let found = of(&few);
    assert!(
        matches!(&found[..], [Reason::Limit { measure, .. }] if measure == "yield_gb"),
        "{found:?}"
    );
}

#[test]
fn a_missing_file_is_named_and_reasons_come_in_the_order_of_the_checks() {
    let found = reasons(&manifest(&files()), &[], &[name(2)], None);
    assert_eq!(found, [Reason::Missing { file: name(2) }]);
    let [mut r1, r2] = files();
    r1.truncate(500);
    let said = manifest(&files());
    let found = reasons(&said, &[read(&[r1, r2])], &[], None);
    let checks: Vec<_> = found.iter().map(Reason::check).collect();
    assert_eq!(checks, [Check::SizeAndDigest, Check::Gzip]);
}
