//! From delivered reads to a duplicate-marked CRAM: our steps inside the whole pipeline against `bwa mem | samtools`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Aim, Around, Row,
    intake::{reads, words},
    measure::{after, example, shell, timed},
};
use crate::{install, shell::cache};

pub fn run(around: &Around) -> anyhow::Result<Vec<Row>> {
    install::aligner()?;
    let data = around.data()?;
    let set = data.join("somatic/dev_pair1");
    let (tumour, normal): (Vec<PathBuf>, Vec<PathBuf>) = reads(&set)?
        .into_iter()
        .partition(|f| f.to_string_lossy().contains("SIM101T"));
    let reference = data.join("ref/GRCh38.slices.fa.gz");
    let mut command = Command::new(example("pipeline", "pipe", &[])?);
    command
        .args(["analyse", "pair", "--threads", "2", "--tumour"])
        .args(&tumour)
        .arg("--normal")
        .args(&normal)
        .arg("--reference")
        .arg(&reference)
        .arg("--out")
        .arg(around.work.join("pair"))
        .env("KUMI_TOOLS", cache().join("tools/bin"));
    for (flag, file) in [
        ("--regions", "regions.bed"),
        ("--truth", "truth.somatic.small.vcf"),
        ("--truth", "truth.somatic.sv.vcf"),
    ] {
        command.arg(flag).arg(set.join(file));
    }
    let (said, _) = timed(&mut command)?;
    let ours = steps(&said)?;
    let peer = bwa(&around.work, &reference, &[("T", &tumour), ("N", &normal)])?;
    let mut rows = vec![Row {
        what: "FASTQ to duplicate-marked CRAM against bwa mem and samtools, dev_pair1".to_owned(),
        ours: format!("{ours:.1} CPU s"),
        peer: format!("{peer:.1} CPU s"),
        figure: peer / ours,
        unit: "x less",
        aim: Aim::AtLeast(2.5),
    }];
    for (kind, aim) in [("snv", 0.99), ("indel", 0.98), ("sv", 1.0)] {
        rows.push(accuracy(&said, kind, aim)?);
    }
    Ok(rows)
}

/// CPU seconds of the steps from reads to CRAM, of all samples and lanes.
fn steps(said: &str) -> anyhow::Result<f64> {
    let mut cpu = 0.0;
    for step in said.split("{\"name\":\"").skip(1) {
        let name = step.split('"').next().unwrap_or_default();
        let last = name.rsplit('.').next().unwrap_or_default();
        let last = last.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
        if last == "align" || last == "duplicates" {
            cpu += after(step, "\"cpu_s\":")?;
        }
    }
    anyhow::ensure!(cpu > 0.0, "the pipeline names no step align");
    Ok(cpu)
}

fn bwa(work: &Path, reference: &Path, samples: &[(&str, &[PathBuf])]) -> anyhow::Result<f64> {
    let dir = work.join("bwa");
    fs::create_dir_all(&dir)?;
    let at = |name: &str| dir.join(name).display().to_string();
    let fasta = at("ref.fa");
    // making the index is not counted on either side
    shell(&format!(
        "gzip -dc '{}' > '{fasta}'; samtools faidx '{fasta}'; bwa index '{fasta}' 2> /dev/null",
        reference.display()
    ))?;
    let mut cpu = 0.0;
    for (sample, files) in samples {
        let mut bams = Vec::new();
        for (lane, pair) in files.chunks(2).enumerate() {
            let bam = at(&format!("{sample}{lane}.bam"));
            cpu += shell(&format!(
                "bwa mem -t 2 -K 100000000 -Y -R '@RG\\tID:{sample}{lane}\\tSM:{sample}' '{fasta}' {} 2> /dev/null \
                 | samtools fixmate -m -u - - | samtools sort -@ 2 -l 1 -T '{bam}.tmp' -o '{bam}' -",
                words(pair)
            ))?;
            bams.push(PathBuf::from(bam));
        }
        cpu += shell(&format!(
            "samtools merge -u -o - {} | samtools markdup -@ 2 -T '{}' -O cram,version=3.0 --reference '{fasta}' - '{}'",
            words(&bams),
            at("marking"),
            at(&format!("{sample}.cram"))
        ))?;
    }
    Ok(cpu)
}

/// The F1 of one kind of variant in the pipeline's last line.
fn accuracy(said: &str, kind: &str, aim: f64) -> anyhow::Result<Row> {
    let truth = said.split_once("\"truth\":").map_or("", |(_, rest)| rest);
    let own = truth.split_once(&format!("\"{kind}\":"));
    let own = own.map_or("", |(_, rest)| rest);
    let count = |what: &str| after(own, &format!("\"{what}\":"));
    Ok(Row {
        what: format!("dev_pair1, F1 of {kind}"),
        ours: format!(
            "{} found, {} wrong, {} missed",
            count("tp")?,
            count("fp")?,
            count("fn")?
        ),
        peer: "truth".to_owned(),
        figure: count("f1")?,
        unit: "",
        aim: Aim::AtLeast(aim),
    })
}
