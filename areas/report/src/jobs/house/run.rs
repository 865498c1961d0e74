//! An accepted run as reports speak of it.

use analysis::facts::{GateResult, Mode, RunView};
use analysis::words::Answer;
use serde_json::Value;
use words::{Text, text};

use crate::words::content::Light;
use crate::words::input::{GateLine, RunLine};

/// The run with its gates, its files and what it left out.
pub fn line(view: RunView, qc: Option<&Value>) -> RunLine {
    RunLine {
        not_assessed: left_out(view.mode)
            .iter()
            .map(|c| (*c).to_owned())
            .collect(),
        tmb: qc
            .and_then(|q| q.pointer("/tmb/per_mb"))
            .and_then(Value::as_f64),
        gates: view.gates.iter().map(gate).collect(),
        outputs: view
            .outputs
            .iter()
            .map(|o| (o.name.clone(), o.digest.to_string()))
            .collect(),
        tools: view.tools.into_iter().collect(),
        pipeline: view.pipeline_digest,
        id: view.id,
    }
}

/// What the workflow of a mode does not look for; printed under limits.
fn left_out(mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::Pair => &["cnv", "fusion", "msi", "hrd", "signatures", "rna"],
        Mode::Germline | Mode::Trio => &["cnv", "sv", "repeat", "mitochondria"],
    }
}

fn gate(result: &GateResult) -> GateLine {
    let asks = analysis::rules::GATES
        .iter()
        .find(|g| g.id == result.gate)
        .map(|g| g.asks.clone());
    GateLine {
        id: result.gate.clone(),
        label: asks.unwrap_or_else(|| Text::made(result.gate.clone(), result.gate.clone())),
        light: match result.answer {
            Answer::Pass => Light::Pass,
            Answer::Warn => Light::Warn,
            Answer::Fail => Light::Fail,
            Answer::NotAssessable => Light::Unknown,
        },
        value: result.text.clone(),
        limit: result.limit.map_or(Text::new("–", "–"), |l| {
            let (warn, fail) = (l.warn, l.fail);
            text!(
                ("注意 {warn}／不合格 {fail}"),
                ("warning {warn}, fail {fail}")
            )
        }),
    }
}
