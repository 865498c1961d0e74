//! Reads of another person in a sample.

use words::{Text, text};

use super::{Gate, Measured, percent, reported, role_text};
use crate::words::{Answer, GateResult, NextStep};

/// Share of foreign reads at homozygous sites.
pub const GATE: Gate = Gate {
    id: "contamination",
    asks: text!(
        "他人の検体が混入していないか",
        "are there reads of another person?"
    ),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let told = reported::Told {
        gate: GATE.id,
        prefix: "contamination",
        hard_stop: false,
        next: NextStep::Recollect,
        text: tell,
    };
    reported::take(measured, &told)
}

fn tell(subject: &str, answer: Answer, value: Option<f64>) -> Text {
    let (who, share) = (role_text(subject), percent(value));
    match answer {
        Answer::Pass => text!(
            ("{}：他人の検体の混入は認めません（{share}）", who.ja),
            ("{}: no contamination ({share})", who.en)
        ),
        Answer::Warn | Answer::Fail => text!(
            ("{}：他人の検体の混入が疑われます（{share}）", who.ja),
            ("{}: contamination is likely ({share})", who.en)
        ),
        Answer::NotAssessable => text!(
            ("{}：判定に必要な部位が足りません", who.ja),
            ("{}: too few sites to tell", who.en)
        ),
    }
}
