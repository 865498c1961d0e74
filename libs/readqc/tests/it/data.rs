//! Real files, where `KUMI_DATA` points; skipped visibly without, required when `CI=true`.

use std::path::{Path, PathBuf};

use readqc::{NameRule, PairReport, intake};

fn data(what: &str) -> Option<PathBuf> {
    match std::env::var_os("KUMI_DATA") {
        Some(dir) => Some(Path::new(&dir).join(what)),
        None => {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "KUMI_DATA is required in CI"
            );
            eprintln!("SKIPPED: KUMI_DATA is not set, {what} was not read");
            None
        }
    }
}

fn read(dir: &Path, r1: &str, r2: &str, rule: NameRule) -> PairReport {
    let report = intake(&dir.join(r1), Some(&dir.join(r2)), rule, &mut |_| {}).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    report
}

#[test]
fn the_somatic_pair() {
    let Some(dir) = data("somatic/dev_pair1") else {
        return;
    };
    let sums = std::fs::read_to_string(dir.join("md5sum.txt")).unwrap();
    for (sample, lane) in [("T", 1), ("T", 2), ("N", 1), ("N", 2)] {
        let name = |mate: u8| format!("SIM101{sample}_S1_L00{lane}_R{mate}_001.fastq.gz");
        let report = read(&dir, &name(1), &name(2), NameRule::Illumina);
        for file in report.files() {
            assert!(
                sums.lines()
                    .any(|l| l.starts_with(&file.md5) && l.ends_with(&file.name)),
                "{}",
                file.name
            );
            assert_eq!(file.origins.len(), 1);
            assert_eq!(file.origins[0].lane, lane.to_string());
        }
        let r1 = &report.r1;
        assert!(r1.q30_share() > 0.8 && r1.n_share() < 0.005 && report.duplicate_share() < 0.25);
    }
}

#[test]
fn the_trios_and_the_reference_person() {
    let Some(dir) = data("trio/dev_denovo_JAG1") else {
        return;
    };
    let mut seen = Vec::new();
    for who in ["child", "mother", "father"] {
        let name = |mate: u8| format!("TRIO201_{who}_R{mate}.fastq.gz");
        seen.push(read(&dir, &name(1), &name(2), NameRule::Illumina).digest);
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2]);
    let Some(dir) = data("germline/hg002") else {
        return;
    };
    let report = read(&dir, "reads_1.fq.gz", "reads_2.fq.gz", NameRule::Illumina);
    assert_eq!((report.r1.reads, report.r1.mate), (10_507, None));
}
