//! One streaming pass over delivered reads, against the four programs that say together what it says.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;

use super::{
    Aim, Around, Row,
    measure::{after, example, shell, timed},
};

/// How often the pass is repeated, so that it lasts longer than the clock is coarse.
const REPEAT: f64 = 10.0;

/// The gzip files of reads in a folder, sorted: R1 before R2 of each lane.
pub fn reads(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("no reads in {}", dir.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    files.retain(|f| f.to_string_lossy().ends_with(".fastq.gz"));
    files.sort();
    Ok(files)
}

/// Paths as words of a shell line.
pub fn words(files: &[PathBuf]) -> String {
    let quoted = files.iter().map(|f| format!("'{}'", f.display()));
    quoted.collect::<Vec<_>>().join(" ")
}

pub fn run(around: &Around) -> anyhow::Result<Vec<Row>> {
    let files = reads(&around.data()?.join("somatic/dev_pair1"))?;
    let program = example("readqc", "bench_intake", &[])?;
    let pass = |files: &[PathBuf]| {
        let mut command = Command::new(&program);
        command.args(["--repeat", &REPEAT.to_string()]).args(files);
        timed(&mut command).map(|(said, _)| said)
    };
    let plain = pass(&files)?;
    let blocked = pass(&bgzip(&files, &around.work)?)?;
    let peer = peers(&files)?;
    let ours = after(&plain, "\"cpu_s\":")? / REPEAT;
    let speed = |what: &str, said: &str, aim: f64| {
        anyhow::Ok(Row {
            what: format!("intake in one pass, {what}"),
            ours: format!("{:.2} CPU s", after(said, "\"cpu_s\":")? / REPEAT),
            peer: String::new(),
            figure: after(said, "\"mbase_per_cpu_s\":")?,
            unit: "Mbase per CPU s",
            aim: Aim::AtLeast(aim),
        })
    };
    Ok(vec![
        speed("plain gzip", &plain, 100.0)?,
        speed("BGZF", &blocked, 150.0)?,
        Row {
            what: "intake against gzip -t, md5sum, sha256sum, fastp -w 1".to_owned(),
            ours: format!("{ours:.2} CPU s"),
            peer: format!("{peer:.2} CPU s"),
            figure: peer / ours,
            unit: "x less",
            aim: Aim::AtLeast(6.0),
        },
    ])
}

fn bgzip(files: &[PathBuf], work: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let one = |file: &PathBuf| {
        let to = work.join(file.file_name().unwrap_or_default());
        shell(&format!(
            "gzip -dc '{}' | bgzip > '{}'",
            file.display(),
            to.display()
        ))?;
        Ok(to)
    };
    files.iter().map(one).collect()
}

/// fastp as a quality report: without trimming and filters, as the pass does neither.
fn peers(files: &[PathBuf]) -> anyhow::Result<f64> {
    let all = words(files);
    let mut cpu = shell(&format!("gzip -t {all}"))?;
    cpu += shell(&format!("md5sum {all} > /dev/null"))?;
    cpu += shell(&format!("sha256sum {all} > /dev/null"))?;
    for pair in files.chunks(2) {
        if let [r1, r2] = pair {
            cpu += shell(&format!(
                "fastp -w 1 -A -G -Q -L -i '{}' -I '{}' -j /dev/null -h /dev/null 2> /dev/null",
                r1.display(),
                r2.display()
            ))?;
        }
    }
    Ok(cpu)
}
