//! `cargo xtask bench [NAME …]`: the rows of docs/benchmarks.md, each beside its peer in the same run, in release builds.
//!
//! A row whose data or tool is not here is skipped and says so. A missed aim is shown, not a failure: machines differ.

mod annotation;
mod cram;
mod doors;
mod intake;
mod ledger;
mod measure;
mod overhead;
mod reports;

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::shell::{data, there};

/// What a bench may use.
pub struct Around {
    /// The folder of real reads.
    data: Option<PathBuf>,
    /// An empty folder, deleted afterwards.
    work: PathBuf,
}

impl Around {
    fn data(&self) -> anyhow::Result<&PathBuf> {
        self.data.as_ref().context("no data: set KUMI_DATA")
    }
}

/// One line of the table.
pub struct Row {
    what: String,
    ours: String,
    peer: String,
    /// The figure that the aim is about.
    figure: f64,
    unit: &'static str,
    aim: Aim,
}

/// What the figure should be.
#[derive(Clone, Copy)]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
}

impl Row {
    fn cells(&self) -> [String; 5] {
        let (aim, met) = match self.aim {
            Aim::AtLeast(aim) => (format!(">= {aim}"), self.figure >= aim),
            Aim::AtMost(aim) => (format!("<= {aim}"), self.figure <= aim),
        };
        let met = if met { "" } else { "  MISSED" };
        [
            self.what.clone(),
            self.ours.clone(),
            self.peer.clone(),
            format!("{:.2} {}", self.figure, self.unit),
            format!("{aim}{met}"),
        ]
    }
}

type Bench = fn(&Around) -> anyhow::Result<Vec<Row>>;

const BENCHES: &[(&str, &[&str], Bench)] = &[
    ("ledger", &["/usr/lib/postgresql"], ledger::run),
    (
        "intake",
        &["gzip", "bgzip", "md5sum", "sha256sum", "fastp"],
        intake::run,
    ),
    (
        "cram",
        &["bwa", "samtools", "mosdepth", "freebayes", "delly"],
        cram::run,
    ),
    ("annotation", &["bcftools"], annotation::run),
    ("overhead", &[], overhead::run),
    ("reports", &[], reports::run),
    ("doors", &["/usr/lib/postgresql"], doors::run),
];

/// Runs all benches, or those that are named, and prints the table.
pub fn run(only: &[String]) -> anyhow::Result<()> {
    if let Some(name) = only.iter().find(|n| !BENCHES.iter().any(|b| b.0 == *n)) {
        let known: Vec<&str> = BENCHES.iter().map(|b| b.0).collect();
        bail!("there is no bench {name}; there are {}", known.join(", "));
    }
    let work = std::env::temp_dir().join(format!("kumihimo-bench-{}", std::process::id()));
    std::fs::create_dir_all(&work).context("failed to make a work folder")?;
    let around = Around { data: data(), work };
    let mut table = vec![["what", "ours", "peer", "figure", "aim"].map(str::to_owned)];
    let mut skipped = Vec::new();
    for (name, tools, bench) in BENCHES {
        if !only.is_empty() && !only.iter().any(|n| n == name) {
            continue;
        }
        match needs(tools).and_then(|()| bench(&around)) {
            Ok(rows) => table.extend(rows.iter().map(Row::cells)),
            Err(why) => skipped.push(format!("SKIPPED: {name}: {why:#}")),
        }
    }
    // it lies in the temporary directory
    let _ = std::fs::remove_dir_all(&around.work);
    print(&table);
    skipped.iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn needs(tools: &[&str]) -> anyhow::Result<()> {
    let is_there = |tool: &&&str| match tool.strip_prefix('/') {
        Some(_) => std::path::Path::new(tool).exists(),
        None => there(tool),
    };
    let missing: Vec<&str> = tools.iter().filter(|t| !is_there(t)).copied().collect();
    if !missing.is_empty() {
        bail!("{} not installed", missing.join(", "));
    }
    Ok(())
}

fn print(table: &[[String; 5]]) {
    let wide = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
    let wide: Vec<usize> = (0..5).map(|c| wide(c).unwrap_or(0)).collect();
    for row in table {
        let cells = row.iter().zip(&wide);
        let line: Vec<String> = cells.map(|(cell, w)| format!("{cell:<w$}")).collect();
        println!("{}", line.join("  ").trim_end());
    }
}
