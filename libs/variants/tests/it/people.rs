//! Steps that decide about people.

use std::path::Path;

use serde_json::json;

use crate::kit::{Folder, SEQUENCE, field, records, step};

fn member(genotype: &str, counts: (u32, u32)) -> String {
    let likelihoods = match genotype {
        "0/0" => "0,60,255",
        "0/1" => "200,0,200",
        _ => "255,60,0",
    };
    format!("{genotype}:{likelihoods}:{},{}", counts.0, counts.1)
}

#[test]
fn a_trio_is_explained() {
    let folder = Folder::new(SEQUENCE);
    let row = |pos: u64, bases: &str, child: &str, mother: &str, father: &str| {
        let of = |gt: &str| {
            member(
                gt,
                match gt {
                    "0/0" => (30, 0),
                    "0/1" => (15, 15),
                    _ => (0, 30),
                },
            )
        };
        let (r, a) = bases.split_once('>').unwrap();
        format!(
            "c\t{pos}\t.\t{r}\t{a}\t200\t.\t.\tGT:PL:AD\t{}\t{}\t{}",
            of(child),
            of(mother),
            of(father)
        )
    };
    let rows = [
        row(5, "C>T", "0/1", "0/1", "0/0"),
        row(7, "G>A", "0/1", "0/0", "0/1"),
        row(9, "C>G", "0/1", "0/0", "0/0"),
        row(38, "A>C", "1/1", "0/1", "0/1"),
        row(40, "C>T", "0/0", "0/1", "0/0"),
        row(47, "T>C", "1/1", "0/1", "0/0"),
    ];
    let calls = folder.vcf("in.vcf", "\tFORMAT\tkid\tmum\tdad", rows);
    let genes = folder.path("genes.bed");
    std::fs::write(&genes, "c\t0\t8\tONE\nc\t30\t50\tTWO\n").unwrap();
    let (reference, out) = (folder.path("ref.fa"), folder.path("out.vcf"));
    let flags: [(&str, &Path); 4] = [
        ("calls", &calls),
        ("reference", &reference),
        ("out", &out),
        ("genes", &genes),
    ];
    let said = step(
        "trio",
        &flags,
        &["--proband", "kid", "--mother", "mum", "--father", "dad"],
    )
    .unwrap();
    assert_eq!(
        said["counts"],
        json!({"de_novo": 1, "hom_recessive": 1, "maternal": 1, "paternal": 1})
    );
    assert_eq!(
        (&said["de_novo"][0]["pos"], &said["mendel_errors"]),
        (&json!(9), &json!(1))
    );
    assert_eq!(
        said["compound_het"],
        json!([{"gene": "ONE", "maternal": ["c:5:C:T"], "paternal": ["c:7:G:A"], "de_novo": []}])
    );
    let inheritance = |line: &String| {
        field(line, 7)
            .split(';')
            .find_map(|f| f.strip_prefix("INH=").map(ToOwned::to_owned))
    };
    let names: Vec<String> = records(&out).iter().filter_map(inheritance).collect();
    assert_eq!(
        names,
        [
            "maternal",
            "paternal",
            "de_novo",
            "hom_recessive",
            "unclear"
        ]
    );
}

/// Joint calls at 60 sites: `share` of them differ between the two people.
#[test]
fn sketches_tell_people_apart() {
    let folder = Folder::new(&"ACGT".repeat(50));
    let reads =
        |copies: u64, depth: u64| format!("{},{}", depth - copies * depth / 2, copies * depth / 2);
    let rows = (0..180u64).map(|i| {
        let pos = i + 1;
        let base = ["A", "C", "G", "T"][(i % 4) as usize];
        let other = ["C", "G", "T", "A"][(i % 4) as usize];
        let (normal, stranger) = ((i * 7 + 1) % 3, (i * 5 / 3 + 2) % 3);
        format!(
            "c\t{pos}\t.\t{base}\t{other}\t99\t.\t.\tAD\t{}\t{}\t{}",
            reads(normal, 100),
            reads(normal, 30),
            reads(stranger, 30)
        )
    });
    let counts = folder.vcf("in.vcf", "\tFORMAT\tT\tN\tS", rows);
    for name in ["T", "N", "S"] {
        step(
            "sketch",
            &[("counts", &counts), ("out", &folder.path(name))],
            &["--sample", name],
        )
        .unwrap();
    }
    let gate = |normal: &str| {
        let said = step(
            "identity_pair",
            &[
                ("tumour", &folder.path("T")),
                ("normal", &folder.path(normal)),
            ],
            &[],
        )
        .unwrap();
        said["gates"][0].clone()
    };
    assert_eq!(
        (&gate("N")["answer"], &gate("N")["value"]),
        (&json!("pass"), &json!(1.0))
    );
    assert_eq!(
        (&gate("S")["answer"], &gate("S")["reason"]),
        (&json!("fail"), &json!("unrelated_sample"))
    );
    let family = step(
        "identity_trio",
        &[
            ("proband", &folder.path("N")),
            ("mother", &folder.path("S")),
            ("father", &folder.path("T")),
        ],
        &[],
    )
    .unwrap();
    assert_eq!(family["gates"][0]["reason"], json!("not_parent_and_child"));
    assert_eq!(family["gates"][1]["reason"], json!("same_sample"));
}

#[test]
fn the_registered_sex_is_compared_with_x_and_y() {
    let folder = Folder::new(SEQUENCE);
    let rows = |contig: &'static str, sites: u64, depth: u64| {
        (0..sites).map(move |i| {
            format!(
                "{contig}\t{}\t.\tA\tC\t99\t.\t.\tAD\t0,{depth}",
                i * 100 + 1
            )
        })
    };
    let male = rows("chr1", 60, 30)
        .chain(rows("chrX", 30, 15))
        .chain(rows("chrY", 25, 14));
    let counts = folder.vcf("male.vcf", "\tFORMAT\tM", male);
    let sketch = folder.path("M");
    step(
        "sketch",
        &[("counts", &counts), ("out", &sketch)],
        &["--sample", "M"],
    )
    .unwrap();
    for (sex, answer, reason) in [
        ("male", "pass", "male"),
        ("female", "fail", "differs_from_record"),
        ("unknown", "not_assessable", "no_recorded_sex"),
        ("other", "not_assessable", "no_recorded_sex"),
    ] {
        let said = step("identity_single", &[("sample", &sketch)], &["--sex", sex]).unwrap();
        let gate = &said["gates"][1];
        assert_eq!(
            (&gate["answer"], &gate["reason"]),
            (&json!(answer), &json!(reason)),
            "{sex}"
        );
    }
    let pair = step(
        "identity_pair",
        &[("tumour", &sketch), ("normal", &sketch)],
        &["--sex", "female"],
    )
    .unwrap();
    let gates = pair["gates"].as_array().unwrap();
    let gate = gates.iter().find(|g| g["gate"] == "sex.normal").unwrap();
    assert_eq!(gate["answer"], "fail");
}
