//! Appends of 64 callers with full durability: grouped against one transaction each, on both databases.

use std::process::Command;

use super::{
    Aim, Around, Row,
    measure::{after, example, timed},
};

pub fn run(_: &Around) -> anyhow::Result<Vec<Row>> {
    let program = example("ledger", "bench_append", &["--features", "bench"])?;
    let (said, _) = timed(&mut Command::new(program))?;
    let lines = said.lines().filter(|l| l.contains(" callers, "));
    lines
        .map(|line| {
            let engine = line.split(':').next().unwrap_or_default();
            Ok(Row {
                what: format!("ledger on {engine}, 64 callers, grouped against alone"),
                ours: format!("{:.0}/s", after(line, " grouped")?),
                peer: format!("{:.0}/s", after(line, "ungrouped")?),
                figure: after(line, "ratio")?,
                unit: "x",
                aim: Aim::AtLeast(10.0),
            })
        })
        .collect()
}
