//! All documents of a case, in the dev profile: as the demonstration prints them.

use super::{
    Aim, Around, Row,
    measure::{after, timed},
};
use crate::shell::cargo;

pub fn run(_: &Around) -> anyhow::Result<Vec<Row>> {
    let args = [
        "test",
        "--quiet",
        "-p",
        "report",
        "--test",
        "it",
        "--",
        "--nocapture",
        "all_documents_of_a_case",
    ];
    let (said, _) = timed(&mut cargo(&args))?;
    let seconds = after(&said, "all in")?;
    Ok(vec![Row {
        what: "all PDFs of a case, dev profile".to_owned(),
        ours: format!("{seconds:.2} s"),
        peer: String::new(),
        figure: seconds,
        unit: "s",
        aim: Aim::AtMost(3.0),
    }])
}
