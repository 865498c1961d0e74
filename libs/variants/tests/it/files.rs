//! Steps that rewrite and compare files: what they write, and how they refuse.

use std::path::Path;

use serde_json::json;

use crate::kit::{Folder, SEQUENCE, field, records, step};

#[test]
fn normalise_splits_moves_and_sorts() {
    let folder = Folder::new(SEQUENCE);
    let calls = folder.genotypes(
        "in.vcf",
        &[
            (38, "A", "C,G", "1/2"),
            (35, "G", "A", "0/1"),
            (30, "TT", "T", "0/1"),
            (24, "TT", "T", "0/1"),
        ],
    );
    let (reference, out) = (folder.path("ref.fa"), folder.path("out.vcf"));
    let said = step(
        "normalise",
        &[("calls", &calls), ("reference", &reference), ("out", &out)],
        &[],
    )
    .unwrap();
    assert_eq!(
        said,
        json!({"records": 4, "split": 1, "moved": 2, "duplicates": 1, "written": 4})
    );
    let places: Vec<String> = records(&out)
        .iter()
        .map(|l| format!("{}{}>{}", field(l, 1), field(l, 3), field(l, 4)))
        .collect();
    assert_eq!(places, ["23GT>G", "35G>A", "38A>C", "38A>G"]);
}

#[test]
fn compressed_files_are_the_same_files() {
    let folder = Folder::new(SEQUENCE);
    let calls = folder.genotypes("in.vcf", &[(30, "TT", "T", "0/1"), (35, "G", "A", "0/1")]);
    let (reference, packed, plain) = (
        folder.path("ref.fa"),
        folder.path("out.vcf.gz"),
        folder.path("out.vcf"),
    );
    step(
        "normalise",
        &[
            ("calls", &calls),
            ("reference", &reference),
            ("out", &packed),
        ],
        &[],
    )
    .unwrap();
    assert_eq!(std::fs::read(&packed).unwrap()[..4], [0x1f, 0x8b, 8, 4]); // BGZF: gzip with an extra field
    step(
        "normalise",
        &[
            ("calls", &packed),
            ("reference", &reference),
            ("out", &plain),
        ],
        &[],
    )
    .unwrap();
    assert_eq!(records(&plain).len(), 2);
}

#[test]
fn a_record_of_another_reference_is_named() {
    let folder = Folder::new(SEQUENCE);
    let reference = folder.path("ref.fa");
    let refused = |calls: &Path| {
        let out = folder.path("out.vcf");
        step(
            "normalise",
            &[("calls", calls), ("reference", &reference), ("out", &out)],
            &[],
        )
        .unwrap_err()
        .to_string()
    };
    let error =
        refused(&folder.genotypes("bad.vcf", &[(5, "C", "T", "0/1"), (38, "G", "C", "0/1")]));
    assert!(
        error.contains("bad.vcf, line 4, c:38: expected A, found G"),
        "{error}"
    );
    let error = refused(&folder.genotypes("far.vcf", &[(500, "C", "T", "0/1")]));
    assert!(
        error.contains("line 3: c:500 is not in the reference (the contig has 55 bases)"),
        "{error}"
    );
    let error = refused(&folder.vcf("contig.vcf", "", ["d\t1\t.\tA\tC\t.\t.\t.".to_owned()]));
    assert!(
        error.contains("d:1 is not in the reference (no such contig)"),
        "{error}"
    );
    let error = refused(&folder.vcf("short.vcf", "", ["c\t5\t.\tC".to_owned()]));
    assert!(
        error.contains("line 3: the record ends before ALT"),
        "{error}"
    );
    let empty = folder.path("empty.vcf");
    std::fs::write(&empty, "").unwrap();
    assert!(refused(&empty).contains("not a VCF"));
    assert!(refused(&folder.path("none.vcf")).contains("failed to read"));
}

#[test]
fn flags_are_checked() {
    let text = |name: &str, words: &[&str]| step(name, &[], words).unwrap_err().to_string();
    assert!(text("nothing", &[]).contains("no step is called"));
    assert!(text("normalise", &["--calls", "a"]).contains("--reference is missing"));
    assert!(
        text(
            "normalise",
            &[
                "--calls",
                "a",
                "--reference",
                "b",
                "--out",
                "c",
                "--colour",
                "d"
            ]
        )
        .contains("--colour is not known")
    );
    assert!(
        text(
            "compare",
            &[
                "--calls",
                "a",
                "--truth",
                "b",
                "--reference",
                "c",
                "--sv-distance",
                "near"
            ]
        )
        .contains("cannot be")
    );
}

#[test]
fn slices_become_genome_places() {
    let folder = Folder::new(SEQUENCE);
    let slices = folder.path("slices.tsv");
    std::fs::write(
        &slices,
        "contig\tchrom\tstart_1based\tend\nchr7_100\tchr7\t100\t200\nchr2_50\tchr2\t50\t90\n",
    )
    .unwrap();
    let rows = [
        "chr7_100\t5\t.\tA\tC\t.\t.\t.",
        "chr7_100\t9\t.\tA\tA[chr2_50:3[\t.\t.\tSVTYPE=BND;CHR2=chr2_50;POS2=3;END=10",
        "chr2_50\t1\t.\tA\t<DEL>\t.\t.\tSVTYPE=DEL;END=20",
        "chr20\t77\t.\tA\tC\t.\t.\t.",
    ];
    let calls = folder.vcf("in.vcf", "", rows.map(ToOwned::to_owned));
    let out = folder.path("out.vcf");
    let said = step(
        "lift_slices",
        &[("calls", &calls), ("slices", &slices), ("out", &out)],
        &[],
    )
    .unwrap();
    assert_eq!(said, json!({"lifted": 3, "passed": 1}));
    let expected = [
        "chr2\t50\t.\tA\t<DEL>\t.\t.\tSVTYPE=DEL;END=69",
        "chr7\t104\t.\tA\tC\t.\t.\t.",
        "chr7\t108\t.\tA\tA[chr2:52[\t.\t.\tSVTYPE=BND;CHR2=chr2;POS2=52;END=109",
        "chr20\t77\t.\tA\tC\t.\t.\t.",
    ];
    assert_eq!(records(&out), expected);
    let table = variants::slices::Slices::read(&slices).unwrap();
    assert_eq!(
        table.to_slice("chr7", 104),
        Some(("chr7_100".to_owned(), 5))
    );
    assert_eq!(table.to_slice("chr7", 201), None);
}

#[test]
fn coverage_is_summarised() {
    let folder = Folder::new(SEQUENCE);
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path(name), text).unwrap();
        folder.path(name)
    };
    let summary = write(
        "s.txt",
        "chrom\tlength\tbases\tmean\tmin\tmax\nchr1\t100\t3000\t30.00\t0\t60\nchrX\t50\t750\t15.00\t0\t30\ntotal\t150\t3750\t25.00\t0\t60\n",
    );
    let dist = write(
        "d.txt",
        "chr1\t10\t0.5\ntotal\t40\t0.10\ntotal\t30\t0.40\ntotal\t10\t0.90\ntotal\t0\t1.00\n",
    );
    let bins = write(
        "b.bed",
        "chr1\t0\t10\t20\nchr1\t10\t20\t40\nchr1\t20\t30\t10\nchrX\t0\t10\t5\n",
    );
    let said = step(
        "coverage",
        &[("summary", &summary), ("dist", &dist), ("bins", &bins)],
        &["--bin-limit", "2"],
    )
    .unwrap();
    assert_eq!(
        (&said["mean"], &said["autosome_mean"]),
        (&json!(25.0), &json!(30.0))
    );
    assert_eq!(
        (
            &said["at_least"]["10"],
            &said["at_least"]["20"],
            &said["at_least"]["60"]
        ),
        (&json!(0.9), &json!(0.4), &json!(0.0))
    );
    assert_eq!(
        said["bins"],
        json!([
            ["chr1", 0, 20, 30.0],
            ["chr1", 20, 30, 10.0],
            ["chrX", 0, 10, 5.0]
        ])
    );
}

#[test]
fn samples_of_a_comparison_must_be_clear() {
    let folder = Folder::new(SEQUENCE);
    let two = folder.vcf(
        "two.vcf",
        "\tFORMAT\ta\tb",
        ["c\t5\t.\tC\tT\t.\t.\t.\tGT\t0/1\t0/0".to_owned()],
    );
    let truth = folder.genotypes("truth.vcf", &[(5, "C", "T", "0/1")]);
    let reference = folder.path("ref.fa");
    let flags: [(&str, &Path); 3] = [
        ("calls", &two),
        ("truth", &truth),
        ("reference", &reference),
    ];
    let error = step("compare", &flags, &[]).unwrap_err().to_string();
    assert!(
        error.contains("the calls have a, b, the truth has s"),
        "{error}"
    );
    assert_eq!(
        step("compare", &flags, &["--calls-sample", "a"]).unwrap()["snv"]["tp"],
        json!(1)
    );
    assert_eq!(
        step("compare", &flags, &["--calls-sample", "b"]).unwrap()["snv"]["fn"],
        json!(1)
    );
}
