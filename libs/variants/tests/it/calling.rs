//! Steps that decide about alleles of a tumour or a sample.

use std::path::Path;

use serde_json::{Value, json};

use crate::kit::{Folder, SEQUENCE, field, records, step};

/// A joint candidate: reads of tumour and normal, and INFO of the alternate.
fn candidate(
    pos: u64,
    bases: (&str, &str),
    tumour: (u32, u32),
    normal: (u32, u32),
    info: &str,
) -> String {
    let reads =
        |(alternate, depth): (u32, u32)| format!("0/1:{depth}:{},{alternate}", depth - alternate);
    format!(
        "c\t{pos}\t.\t{}\t{}\t99\t.\t{info}\tGT:DP:AD\t{}\t{}",
        bases.0,
        bases.1,
        reads(normal),
        reads(tumour)
    )
}

#[test]
fn somatic_alleles_and_the_reasons_of_the_others() {
    let folder = Folder::new(SEQUENCE);
    let good = "MQM=60;SAF=10;SAR=12;SRF=40;SRR=40;AO=22;QA=800";
    let rows = [
        candidate(5, ("C", "T"), (40, 120), (0, 30), good),
        candidate(7, ("G", "A"), (60, 120), (15, 30), good),
        candidate(9, ("C", "G"), (2, 120), (0, 30), good),
        candidate(30, ("TT", "T"), (30, 120), (0, 30), good),
        candidate(
            35,
            ("G", "A"),
            (40, 120),
            (0, 30),
            "MQM=12;SAF=10;SAR=12;AO=22;QA=800",
        ),
        candidate(
            38,
            ("A", "G"),
            (40, 120),
            (0, 30),
            "MQM=60;SAF=22;SAR=0;SRF=40;SRR=40;AO=22;QA=800",
        ),
        candidate(39, ("C", "G"), (40, 120), (0, 5), good),
        candidate(40, ("C", "G"), (40, 120), (4, 60), good),
        candidate(
            41,
            ("T", "G"),
            (40, 120),
            (0, 30),
            "MQM=60;SAF=10;SAR=12;AO=22;QA=200",
        ),
    ];
    let calls = folder.vcf("in.vcf", "\tFORMAT\tN\tT", rows);
    let (reference, out) = (folder.path("ref.fa"), folder.path("out.vcf"));
    let flags: [(&str, &Path); 3] = [
        ("candidates", &calls),
        ("reference", &reference),
        ("out", &out),
    ];
    let said = step("somatic", &flags, &["--tumour", "T", "--normal", "N"]).unwrap();
    assert_eq!(
        (&said["snv"], &said["indel"], &said["pass"]),
        (&json!(2), &json!(1), &json!(3))
    );
    let verdicts: Vec<(String, String)> = records(&out)
        .iter()
        .map(|l| (field(l, 1).to_owned(), field(l, 6).to_owned()))
        .collect();
    let expected = [
        ("5", "PASS"),
        ("7", "germline;normal_reads"),
        ("9", "weak_evidence;low_count;low_fraction"),
        ("23", "PASS"),
        ("35", "mapping_quality"),
        ("38", "strand"),
        ("39", "germline;low_depth"),
        ("40", "PASS"),
        ("41", "base_quality"),
    ];
    assert_eq!(
        verdicts,
        expected.map(|(pos, filter)| (pos.to_owned(), filter.to_owned()))
    );
    let first = &records(&out)[0];
    assert!(
        field(first, 7).contains("VAF=0.3333") && field(first, 7).contains("TLOD="),
        "{first}"
    );
    assert!(field(first, 9).ends_with(":120:80,40:0.3333"), "{first}");
    let error = step("somatic", &flags, &["--tumour", "X", "--normal", "N"])
        .unwrap_err()
        .to_string();
    assert!(error.contains("has no sample X; it has: N, T"), "{error}");
}

#[test]
fn spanning_reads_settle_an_indel() {
    let repeat = "CA".repeat(12);
    let sequence = format!(
        "{}{repeat}{}",
        "GATTCAGGTTCAGGATCCTAGGATTCGGAT", "GGTTCAGCTAGGATCCATTGGACTTAGGCA"
    );
    let folder = Folder::new(&sequence);
    // the caller saw 5 reads that end inside the repeat and called a homozygous deletion heterozygous
    let calls = folder.vcf(
        "in.vcf",
        "\tFORMAT\ts",
        ["c\t30\t.\tTCA\tT\t200\t.\tINDEL\tGT:PL:AD\t0/1:200,0,40:5,8".to_owned()],
    );
    let read = |name: u32, cigar: &str, length: usize| {
        format!(
            "r{name}\t0\tc\t1\t60\t{cigar}\t*\t0\t0\t{}\t*\tRG:Z:g",
            "A".repeat(length)
        )
    };
    let mut rows = vec!["@RG\tID:g\tSM:s".to_owned()];
    rows.extend((0..8).map(|i| read(i, "30M2D52M", 82)));
    rows.extend((8..13).map(|i| read(i, "40M", 40)));
    let reads = folder.path("reads.sam");
    std::fs::write(&reads, rows.join("\n") + "\n").unwrap();
    let (reference, out) = (folder.path("ref.fa"), folder.path("out.vcf"));
    let said = step(
        "regenotype",
        &[
            ("calls", &calls),
            ("reads", &reads),
            ("reference", &reference),
            ("out", &out),
        ],
        &[],
    )
    .unwrap();
    assert_eq!(
        (&said["weighed"], &said["changed"], &said["new_alleles"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert!(
        field(&records(&out)[0], 9).starts_with("1/1:"),
        "{:?}",
        records(&out)
    );
}

#[test]
fn structural_variants_of_the_tumour_only() {
    let folder = Folder::new(SEQUENCE);
    let row = |pos: u64, filter: &str, tumour: &str, normal: &str| {
        format!(
            "c\t{pos}\t.\tN\t<DEL>\t9\t{filter}\tPRECISE;SVTYPE=DEL;END=50;MAPQ=60\tGT:DR:DV:RR:RV\t0/1:{tumour}\t0/0:{normal}"
        )
    };
    let rows = [
        row(5, "PASS", "40:10:40:12", "20:0:20:0"),
        row(6, "PASS", "40:10:40:12", "20:3:20:0"),
        row(7, "LowQual", "40:1:40:1", "20:0:20:0"),
        row(8, "PASS", "40:10:40:12", "2:0:3:0"),
    ];
    let calls = folder.vcf("in.vcf", "\tFORMAT\tT\tN", rows);
    let out = folder.path("out.vcf");
    let said = step(
        "sv_filter",
        &[("calls", &calls), ("out", &out)],
        &["--tumour", "T", "--normal", "N"],
    )
    .unwrap();
    assert_eq!(
        said,
        json!({"records": 4, "pass": 1, "by_type": {"DEL": 1}, "filtered": {"LowQual": 1, "low_fraction": 1, "low_support": 1, "normal_depth": 1, "normal_support": 1}})
    );
    let germline = step(
        "sv_germline",
        &[("calls", &calls), ("out", &out)],
        &["--sample", "N"],
    )
    .unwrap();
    assert_eq!(germline["pass"], json!(0));
}

#[test]
fn burden_counts_what_changes_protein() {
    let folder = Folder::new(SEQUENCE);
    let genes = folder.path("genes.gff3");
    let gff = "c\tx\tgene\t1\t9\t.\t+\t.\tID=g;Name=G\nc\tx\tmRNA\t1\t9\t.\t+\t.\tID=t;Parent=g;Name=T\nc\tx\tCDS\t1\t9\t.\t+\t0\tParent=t\n";
    std::fs::write(&genes, format!("##gff-version 3\n{gff}")).unwrap();
    // GAT TCA GGC: TCA > TCG is silent
    let calls = folder.alleles(
        "in.vcf",
        &[
            (6, "A", "G", "PASS"),
            (1, "G", "C", "PASS"),
            (8, "G", "GTT", "PASS"),
            (5, "C", "T", "germline"),
            (40, "C", "T", "PASS"),
        ],
    );
    let reference = folder.path("ref.fa");
    let said = step(
        "tmb",
        &[
            ("calls", &calls),
            ("coding", &genes),
            ("reference", &reference),
        ],
        &["--callable-bases", "2000000"],
    )
    .unwrap();
    let keys = ["snv", "indel", "silent", "nonsynonymous", "per_mb", "class"];
    let values: Vec<Value> = keys.iter().map(|k| said[k].clone()).collect();
    assert_eq!(
        values,
        [
            json!(1),
            json!(1),
            json!(1),
            json!(2),
            json!(1.0),
            json!("low")
        ]
    );
}
