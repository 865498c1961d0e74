//! Tumour and normal are of one person: another person's normal is a hard stop.

use words::{Text, text};

use super::{Gate, Measured, percent, reported};
use crate::words::{Answer, GateResult, NextStep};

/// Concordance of genotypes at the sites that both samples show.
pub const GATE: Gate = Gate {
    id: "concordance",
    asks: text!(
        "腫瘍と正常は同一人物か",
        "are tumour and normal of one person?"
    ),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let told = reported::Told {
        gate: GATE.id,
        prefix: "identity.concordance",
        hard_stop: true,
        next: NextStep::Investigate,
        text: tell,
    };
    reported::take(measured, &told)
        .into_iter()
        .map(|g| GateResult {
            subject: "pair".to_owned(),
            ..g
        })
        .collect()
}

fn tell(_: &str, answer: Answer, value: Option<f64>) -> Text {
    let share = percent(value);
    match answer {
        Answer::Pass => text!(
            ("腫瘍と正常の遺伝型は一致しています（{share}）"),
            ("genotypes of tumour and normal agree ({share})")
        ),
        Answer::Warn => text!(
            ("腫瘍と正常の一致率が低めです（{share}）"),
            ("tumour and normal agree less than expected ({share})")
        ),
        Answer::Fail => text!(
            ("腫瘍と正常は別人の検体と考えられます（一致率{share}）"),
            ("tumour and normal look like two persons (concordance {share})")
        ),
        Answer::NotAssessable => text!("比べられる部位が足りません", "too few sites to compare"),
    }
}
