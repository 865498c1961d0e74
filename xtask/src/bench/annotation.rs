//! A million variants with all sources, and whether `bcftools csq` and ClinVar say the same.

use std::process::Command;

use super::{
    Aim, Around, Row,
    measure::{after, example, timed},
};
use crate::shell::cargo;

const MANY: &str = "1000000";

pub fn run(around: &Around) -> anyhow::Result<Vec<Row>> {
    let data = around.data()?;
    let program = example("annotate", "bench", &[])?;
    let (said, _) = timed(Command::new(program).arg(data).arg(MANY))?;
    let speed = Row {
        what: "1 M variants with HGVS, ClinVar, CIViC and tier".to_owned(),
        ours: format!("{:.2} CPU s", after(&said, "\"cpu_s\":")?),
        peer: String::new(),
        figure: after(&said, "\"per_cpu_second\":")?,
        unit: "per CPU s",
        aim: Aim::AtLeast(200_000.0),
    };
    let args = [
        "test",
        "--release",
        "--quiet",
        "-p",
        "annotate",
        "--test",
        "it",
        "--",
        "--nocapture",
        "agreement",
    ];
    let (said, _) = timed(&mut cargo(&args))?;
    let same = after(&said, "bcftools csq:")?;
    let all = after(
        said.split_once("bcftools csq:").map_or("", |(_, r)| r),
        "of",
    )?;
    let agreement = Row {
        what: "consequences equal to bcftools csq -l".to_owned(),
        ours: format!("{same:.0} equal"),
        peer: format!("{all:.0} SNVs"),
        figure: 100.0 * same / all,
        unit: "%",
        aim: Aim::AtLeast(100.0),
    };
    let clinvar = said.lines().filter(|l| l.contains("ClinVar"));
    clinvar.for_each(|line| println!("{line}"));
    Ok(vec![speed, agreement])
}
