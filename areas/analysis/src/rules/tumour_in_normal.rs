//! Tumour alleles in the normal: a little is contamination, much is exchanged labels, which is a hard stop.

use words::{Text, text};

use super::{Gate, Measured, percent, reported};
use crate::words::{Answer, GateResult, NextStep};

/// Share of the tumour's own alleles that the normal carries.
pub const GATE: Gate = Gate {
    id: "tumour_in_normal",
    asks: text!(
        "正常検体に腫瘍が混じっていないか、ラベルが入れ替わっていないか",
        "is there tumour in the normal, or are labels exchanged?"
    ),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let told = reported::Told {
        gate: GATE.id,
        prefix: "identity.tumour_in_normal",
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
            ("正常検体に腫瘍由来の配列は認めません（{share}）"),
            ("no tumour in the normal ({share})")
        ),
        Answer::Warn => text!(
            ("正常検体に腫瘍由来の配列が混じっています（{share}）"),
            ("the normal holds some tumour ({share})")
        ),
        Answer::Fail => text!(
            ("腫瘍と正常のラベルが入れ替わっている疑いがあります（{share}）"),
            ("the labels of tumour and normal look exchanged ({share})")
        ),
        Answer::NotAssessable => text!(
            "判定に必要な体細胞変異が足りません",
            "too few somatic alleles to tell"
        ),
    }
}
