//! An accepted run as reports speak of it.

use analysis::facts::{GateResult, Mode, RunView};
use analysis::words::Answer;
use serde_json::Value;
use words::{Text, text};

use crate::rules::parts::limit;
use crate::words::content::Light;
use crate::words::input::{GateLine, LimitLine, RunLine};

/// The run with its gates, its files and what it left out.
pub fn line(view: RunView, qc: Option<&Value>) -> RunLine {
    // what contradicts a stated relationship stays with the centre's analyst and geneticist
    let told = view.gates.iter();
    let told = told.filter(|g| !analysis::rules::tells_kinship(g));
    RunLine {
        not_assessed: not_assessed(view.mode),
        tmb: qc
            .and_then(|q| q.pointer("/tmb/per_mb"))
            .and_then(Value::as_f64),
        gates: told.map(gate).collect(),
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

/// What interpretation says it does not assess, then what the workflow leaves out beyond that; each once.
fn not_assessed(mode: Mode) -> Vec<LimitLine> {
    let said = interpretation::facts::limits(mode == Mode::Pair);
    let said = said.into_iter().map(|(code, text)| LimitLine {
        code: code.to_owned(),
        text,
        rule: "interpretation.limits",
    });
    let own = left_out(mode).iter().map(|code| limit(code));
    let mut all: Vec<LimitLine> = Vec::new();
    for line in said.chain(own) {
        if !all.iter().any(|l| l.code == line.code) {
            all.push(line);
        }
    }
    all
}

/// What the workflow of a mode does not look for.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_left_out_is_said_once() {
        for mode in [Mode::Pair, Mode::Germline, Mode::Trio] {
            let all = not_assessed(mode);
            let codes: std::collections::BTreeSet<_> = all.iter().map(|l| &l.code).collect();
            assert_eq!(codes.len(), all.len(), "{mode:?}");
            for own in left_out(mode) {
                assert!(codes.contains(&(*own).to_owned()), "{mode:?} {own}");
            }
            for (said, _) in interpretation::facts::limits(mode == Mode::Pair) {
                assert!(codes.contains(&said.to_owned()), "{mode:?} {said}");
            }
        }
    }
}
