//! The bars on real and simulated slices. Needs `$KUMI_DATA`; skipped aloud without it, required in CI.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pipeline::{Mode, Outcome, Request, Role, SampleReads, analyse};
use serde_json::Value;
use tempfile::tempdir;

use crate::make::{pipe, tools};

fn data() -> Option<PathBuf> {
    let found = std::env::var_os("KUMI_DATA")
        .map(PathBuf::from)
        .filter(|d| d.join("ref").is_dir());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CI needs KUMI_DATA");
        eprintln!("SKIPPED: set KUMI_DATA for the slices");
    }
    found.filter(|_| tools())
}

fn pairs(directory: &Path, start: &str) -> Vec<(PathBuf, PathBuf)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.retain(|f| {
        f.file_name().unwrap().to_str().unwrap().starts_with(start)
            && f.extension().is_some_and(|e| e == "gz")
    });
    files.sort();
    files
        .chunks_exact(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

fn sample(role: Role, directory: &Path, start: &str) -> SampleReads {
    SampleReads {
        role,
        name: None,
        sex: None,
        reads: pairs(directory, start),
    }
}

fn request(mode: Mode, reference: PathBuf, samples: Vec<SampleReads>, out: &Path) -> Request {
    Request {
        mode,
        reference,
        samples,
        regions: None,
        truth: vec![],
        confident: None,
        slices: None,
        genes: None,
        threads: 2,
        out_dir: out.to_owned(),
        cache_dir: None,
        reference_cache: None,
        kumi_exe: pipe(),
        tools: vec![],
        keep_work: false,
        backend: None,
        cancel: Default::default(),
        progress: Arc::new(|_| {}),
    }
}

async fn run(request: Request) -> Outcome {
    analyse(request).await.unwrap_or_else(|e| panic!("{e}"))
}

fn f1(outcome: &Outcome, class: &str) -> f64 {
    outcome
        .truth
        .as_ref()
        .and_then(|t| t.pointer(&format!("/{class}/f1")))
        .and_then(Value::as_f64)
        .unwrap_or_else(|| panic!("{:?}", outcome.truth))
}

#[tokio::test]
async fn hg002() {
    let Some(data) = data() else { return };
    let out = tempdir().unwrap();
    let set = data.join("germline/hg002");
    let reads = sample(Role::Sample, &set, "reads_");
    let mut asked = request(
        Mode::Germline,
        data.join("ref/GRCh38.chr20_1_11114352.fa.gz"),
        vec![reads],
        out.path(),
    );
    asked.regions = Some(data.join("germline/reads_region.bed"));
    asked.truth = vec![set.join("truth.vcf.gz")];
    asked.confident = Some(set.join("confident.bed"));
    let outcome = run(asked).await;
    assert!(
        f1(&outcome, "snv") >= 0.99 && f1(&outcome, "indel") >= 0.96,
        "{:?}",
        outcome.truth
    );
}

#[tokio::test]
async fn pair() {
    let Some(data) = data() else { return };
    let out = tempdir().unwrap();
    let set = data.join("somatic/dev_pair1");
    let samples = vec![
        sample(Role::Tumour, &set, "SIM101T"),
        sample(Role::Normal, &set, "SIM101N"),
    ];
    let mut asked = request(
        Mode::Pair,
        data.join("ref/GRCh38.slices.fa.gz"),
        samples,
        out.path(),
    );
    asked.regions = Some(set.join("regions.bed"));
    asked.truth = vec![
        set.join("truth.somatic.small.vcf"),
        set.join("truth.somatic.sv.vcf"),
    ];
    asked.genes = Some(data.join("ref/mane.slices.gff3.gz"));
    let outcome = run(asked).await;
    assert!(
        f1(&outcome, "snv") >= 0.99 && f1(&outcome, "indel") >= 0.98,
        "{:?}",
        outcome.truth
    );
    let truth = outcome.truth.as_ref().unwrap();
    assert_eq!(
        (truth.pointer("/sv/tp"), truth.get("lost_called")),
        (Some(&4.into()), Some(&0.into())),
        "{truth}"
    );
    assert!(out.path().join("somatic.grch38.vcf.gz").is_file());
}

async fn trio(set: &str) -> Option<Outcome> {
    let data = data()?;
    let out = tempdir().unwrap();
    let set = data.join("trio").join(set);
    let name = pairs(&set, "TRIO")[0]
        .0
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .split('_')
        .next()
        .unwrap()
        .to_owned();
    let of = |role, who: &str| sample(role, &set, &format!("{name}_{who}"));
    let samples = vec![
        of(Role::Proband, "child"),
        of(Role::Mother, "mother"),
        of(Role::Father, "father"),
    ];
    let mut asked = request(
        Mode::Trio,
        data.join("ref/GRCh38.chr20_1_11114352.fa.gz"),
        samples,
        out.path(),
    );
    asked.regions = Some(set.join("regions.bed"));
    asked.genes = Some(data.join("ref/mane.chr20.gff3.gz"));
    Some(run(asked).await)
}

#[test]
fn exchanged_labels_are_a_hard_stop_without_a_server_too() {
    let Some(data) = data() else { return };
    let out = tempdir().unwrap();
    let set = data.join("somatic/dev_pair1");
    let [tumour, normal] = [Role::Tumour, Role::Normal].map(|role| {
        pairs(
            &set,
            if role == Role::Tumour {
                "SIM101T"
            } else {
                "SIM101N"
            },
        )
    });
    let flat = |pairs: Vec<(PathBuf, PathBuf)>| pairs.into_iter().flat_map(|(a, b)| [a, b]);
    let said = std::process::Command::new(pipe())
        .args(["analyse", "pair", "--tumour"])
        .args(flat(normal))
        .arg("--normal")
        .args(flat(tumour))
        .arg("--reference")
        .arg(data.join("ref/GRCh38.slices.fa.gz"))
        .arg("--regions")
        .arg(set.join("regions.bed"))
        .arg("--out")
        .arg(out.path())
        .output()
        .unwrap();
    assert!(!said.status.success());
    let text = String::from_utf8(said.stdout).unwrap();
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["ok"], false);
    assert_eq!(
        last["error"]["code"], "E-PIPELINE-SWAP",
        "{}",
        last["error"]
    );
    assert!(
        last["error"]["ja"]
            .as_str()
            .unwrap()
            .contains("入れ替わって")
    );
    assert!(
        last["outputs"]["somatic.vcf.gz"].is_string(),
        "kept for looking into it"
    );
}

#[test]
fn arguments_that_are_wrong_are_answered_in_both_languages_and_with_an_object() {
    for wrong in [
        &["analyse", "pair", "--no-such-option"][..],
        &[
            "analyse",
            "germline",
            "--sample",
            "../x y;rm",
            "--reads",
            "a",
            "b",
            "--reference",
            "r",
            "--out",
            "o",
        ],
        &[
            "analyse",
            "germline",
            "--threads",
            "0",
            "--reads",
            "a",
            "b",
            "--reference",
            "r",
            "--out",
            "o",
        ],
    ] {
        let said = std::process::Command::new(pipe())
            .args(wrong)
            .output()
            .unwrap();
        assert_eq!(said.status.code(), Some(2), "{wrong:?}");
        let text = String::from_utf8(said.stdout).unwrap();
        let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(last["ok"], false);
        assert!(
            last["error"]["ja"]
                .as_str()
                .unwrap()
                .contains("指定を読み取れません")
        );
    }
}

#[tokio::test]
async fn a_new_mutation_and_no_other() {
    let Some(outcome) = trio("dev_denovo_JAG1").await else {
        return;
    };
    let found = outcome
        .qc
        .pointer("/inheritance/de_novo")
        .unwrap()
        .as_array()
        .unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["pos"], 10_648_022);
}

#[tokio::test]
async fn two_hits_in_one_gene() {
    let Some(outcome) = trio("dev_comphet_MKKS").await else {
        return;
    };
    let inheritance = outcome.qc.get("inheritance").unwrap();
    assert_eq!(inheritance["de_novo"].as_array().unwrap().len(), 0);
    let found = &inheritance["compound_het"][0];
    assert_eq!(
        (
            found["gene"].as_str(),
            &found["maternal"][0],
            &found["paternal"][0]
        ),
        (
            Some("MKKS"),
            &"chr20:10413340:G:A".into(),
            &"chr20:10412685:A:G".into()
        )
    );
}
