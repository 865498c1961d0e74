//! What a task of the workflow engine costs by itself, with our events and the call cache on.

use std::{process::Command, time::Instant};

use super::{
    Aim, Around, Row,
    measure::{after, example, shell, timed},
};

/// Rounds; the fastest counts, for the machine has other work too.
const ROUNDS: usize = 3;

pub fn run(_: &Around) -> anyhow::Result<Vec<Row>> {
    let program = example("pipeline", "overhead", &[])?;
    let (mut ran, mut cached) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (said, _) = timed(Command::new(&program).arg("200"))?;
        for line in said.lines().filter(|l| l.contains(" ms each")) {
            let each = line.split(" ms each").next().unwrap_or_default();
            let each = after(each.rsplit(',').next().unwrap_or_default(), " ")?;
            if line.contains("from the call cache") {
                cached = cached.min(each);
            } else {
                ran = ran.min(each);
            }
        }
    }
    // on a busy machine this says how much of the figure is the machine
    let begun = Instant::now();
    shell("for task in {1..200}; do bash -c :; done")?;
    let bare = begun.elapsed().as_secs_f64() * 1000.0 / 200.0;
    Ok(vec![Row {
        what: "engine overhead, 200 empty tasks".to_owned(),
        ours: format!("{ran:.2} ms, {cached:.2} ms from the call cache"),
        peer: format!("{bare:.2} ms for an empty bash alone"),
        figure: ran,
        unit: "ms per task",
        aim: Aim::AtMost(3.0),
    }])
}
