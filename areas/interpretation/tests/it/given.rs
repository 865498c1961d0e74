//! The calls of the given development sets through the whole work. Needs `KUMI_DATA`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use interpretation::facts::{self, Finding};
use serde_json::json;
use words::Actor;

use crate::upstream::{Given, calls, given, given_rare};

fn data() -> Option<PathBuf> {
    let dir = std::env::var_os("KUMI_DATA").map(PathBuf::from);
    let dir = dir.filter(|d| d.join("knowledge").is_dir());
    if dir.is_none() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "KUMI_DATA is required in CI"
        );
        eprintln!("SKIPPED: KUMI_DATA is not set");
    }
    dir
}

/// Imports the given knowledge, lets a run with one file of calls be accepted and annotated: its findings.
async fn findings(given: &Given, data: &Path, file: &str, calls: &str) -> Vec<Finding> {
    let dir = tempfile::tempdir().unwrap();
    for name in ["knowledge", "ref"] {
        std::os::unix::fs::symlink(data.join(name), dir.path().join(name)).unwrap();
    }
    let platform = &given.stage.platform;
    knowledge::import(platform, dir.path(), &Actor::system())
        .await
        .unwrap();
    given.accept_run_of("run-1", file, calls).await;
    given.stage.settle().await;
    let found = facts::findings(platform, &given.case_id()).await.unwrap();
    for f in &found {
        let (all, counted) = (f.evidence.len(), f.evidence.iter().filter(|e| e.defining));
        let (tier, counted) = (f.tier.as_deref().unwrap_or("-"), counted.count());
        eprintln!(
            "{tier} {} {} {} {counted}/{all}",
            f.gene, f.hgvs_p, f.consequence
        );
    }
    found
}

/// The truth of a pair as a caller would write it: 30 reads in a hundred.
fn somatic(truth: &str) -> String {
    let mut vcf = calls(&[]);
    for line in truth.lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').take(7).collect();
        let _ = writeln!(
            vcf,
            "{}\t.\tGT:DP:VAF\t0/1:120:0.3\t0/0:40:0",
            fields.join("\t")
        );
    }
    vcf
}

#[tokio::test]
async fn drivers_of_the_given_pair_keep_their_tier_and_passengers_go_to_three() {
    let Some(data) = data() else { return };
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let basic = json!({ "tumour_class": "solid", "height_cm": 168, "weight_kg": 61 });
    given.clinical("basic", basic).await;
    let tumour = json!({ "cancer_type_solid": "LUAD", "stage_dx_clin": "IV", "stage_dx_m": "M1" });
    given.clinical("tumour", tumour).await;
    let truth = data.join("somatic/dev_pair1/truth.somatic.small.vcf");
    let calls = somatic(&std::fs::read_to_string(truth).unwrap());
    let found = findings(&given, &data, "somatic.vcf.gz", &calls).await;
    let planted = [
        (55_191_822, "I-A"),
        (55_181_378, "I-A"),
        (1_295_113, "II-C"),
    ];
    for (pos, tier) in planted {
        let one = found.iter().find(|f| f.pos == pos).unwrap();
        assert_eq!(one.tier.as_deref(), Some(tier), "{pos}");
        let first = one.evidence.first().unwrap();
        assert!(first.defining && !first.url.is_empty() && !first.release.is_empty());
    }
    let mut others = found
        .iter()
        .filter(|f| planted.iter().all(|p| p.0 != f.pos));
    assert!(others.all(|f| f.tier.as_deref() == Some("III")));
}

/// The planted alleles of a trio as its step writes them.
fn trio(truth: &str, pair: &str) -> String {
    let mut vcf =
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n".to_owned();
    for line in truth.lines().filter(|l| l.contains("\tPLANTED=")) {
        let fields: Vec<&str> = line.split('\t').collect();
        let how = fields[7].trim_start_matches("PLANTED=");
        let _ = writeln!(vcf, "{}\tINH={how}{pair}", fields[..7].join("\t"));
    }
    vcf
}

#[tokio::test]
async fn planted_alleles_of_the_given_trios_become_findings_with_their_inheritance() {
    let Some(data) = data() else { return };
    for (set, gene, pair, inheritance) in [
        ("dev_denovo_JAG1", "JAG1", "", "de_novo"),
        (
            "dev_comphet_MKKS",
            "MKKS",
            ";COMPHET=MKKS",
            "compound_heterozygous",
        ),
    ] {
        let t = store::testing::sqlite().await;
        let given = given_rare(t.db.clone()).await;
        let truth = data.join("trio").join(set).join("truth.vcf");
        let calls = trio(&std::fs::read_to_string(truth).unwrap(), pair);
        let found = findings(&given, &data, "trio.vcf.gz", &calls).await;
        assert!(!found.is_empty(), "{set}");
        for f in &found {
            assert_eq!(f.gene, gene);
            assert_eq!(f.inheritance.as_deref(), Some(inheritance));
            assert!(f.class.is_some() && !f.secondary);
        }
    }
}
