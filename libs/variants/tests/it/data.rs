//! Given truth sets against themselves, in other words and on other coordinates. Skipped, visibly, without the data;
//! required when CI is true.

use std::path::{Path, PathBuf};

use serde_json::json;
use variants::Reference;
use variants::compare::{Options, compare};
use variants::slices::Slices;
use variants::vcf::{Reader, Writer};

use crate::kit::{is_perfect, step};

/// The data folder, or `None` after saying that the test is skipped.
fn data() -> Option<PathBuf> {
    // A folder that is named but missing is not replaced by another one.
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("KUMI_DATA").map_or_else(beside, PathBuf::from);
    let found = Some(folder).filter(|path| path.join("ref/slices.tsv").exists());
    assert!(
        found.is_some() || std::env::var("CI").as_deref() != Ok("true"),
        "CI needs the data: set KUMI_DATA"
    );
    if found.is_none() {
        eprintln!("skipped: no data; set KUMI_DATA to the data folder");
    }
    found
}

fn left_align(calls: &Path, reference: &Path, out: &Path) {
    let files = [("calls", calls), ("reference", reference), ("out", out)];
    step("normalise", &files, &[]).unwrap();
}

#[test]
fn somatic_truth_matches_itself_after_left_alignment() {
    let Some(data) = data() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (truth, reference) = (
        data.join("somatic/dev_pair1/truth.somatic.small.vcf"),
        data.join("ref/GRCh38.slices.fa.gz"),
    );
    let moved = dir.path().join("moved.vcf");
    left_align(&truth, &reference, &moved);
    // what a caller would write: without the lost records
    let mut reader = Reader::open(&moved).unwrap();
    let kept = dir.path().join("kept.vcf");
    let mut writer = Writer::create(&kept, &reader.header).unwrap();
    let (mut lost, mut all) = (0, 0);
    while let Some(record) = reader.next().transpose().unwrap() {
        all += 1;
        if record.passed() {
            writer.write(&record).unwrap()
        } else {
            lost += 1
        }
    }
    writer.finish().unwrap();
    let sv = data.join("somatic/dev_pair1/truth.somatic.sv.vcf");
    let report = compare(
        &[kept, sv.clone()],
        &[truth, sv],
        &mut Reference::open(&reference).unwrap(),
        &Options::default(),
    )
    .unwrap();
    assert!(is_perfect(&report), "{report:?}");
    assert_eq!(report.snv.tp + report.indel.tp + lost, all);
    assert_eq!(report.sv.tp, 4);
}

#[test]
fn germline_truth_matches_itself_after_left_alignment() {
    let Some(data) = data() else { return };
    let dir = tempfile::tempdir().unwrap();
    let reference = data.join("ref/GRCh38.chr20_1_11114352.fa.gz");
    let (truth, confident) = (
        data.join("germline/hg002/truth.vcf.gz"),
        data.join("germline/hg002/confident.bed"),
    );
    let moved = dir.path().join("moved.vcf.gz");
    left_align(&truth, &reference, &moved);
    let flags: [(&str, &Path); 4] = [
        ("calls", &moved),
        ("truth", &truth),
        ("reference", &reference),
        ("confident", &confident),
    ];
    let said = step("compare", &flags, &[]).unwrap();
    assert_eq!(
        (&said["snv"]["f1"], &said["indel"]["f1"]),
        (&json!(1.0), &json!(1.0))
    );
}

#[test]
fn slices_agree_with_the_places_the_truth_names() {
    let Some(data) = data() else { return };
    let slices = Slices::read(&data.join("ref/slices.tsv")).unwrap();
    for file in [
        "truth.somatic.small.vcf",
        "truth.somatic.sv.vcf",
        "truth.germline.vcf",
    ] {
        let reader = Reader::open(&data.join("somatic/dev_pair1").join(file)).unwrap();
        for record in reader {
            let record = record.unwrap();
            let (chrom, pos) = slices.to_genome(&record.contig, record.pos);
            assert_eq!(
                record.info("GRCh38"),
                Some(format!("{chrom}:{pos}").as_str()),
                "{file}, line {}",
                record.line
            );
            assert_eq!(
                slices.to_slice(&chrom, pos),
                Some((record.contig, record.pos))
            );
        }
    }
}
