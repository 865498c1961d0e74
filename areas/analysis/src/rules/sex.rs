//! The sex that X and Y say. Not assessable where neither is covered.

use words::{Text, text};

use super::{Gate, Measured, reported, role_text};
use crate::words::{Answer, GateResult, NextStep};

/// Depth of X and Y.
pub const GATE: Gate = Gate {
    id: "sex",
    asks: text!(
        "性染色体は検体どうし・申告と合うか",
        "do the sex chromosomes agree?"
    ),
    judge,
};

fn judge(measured: &Measured<'_>) -> Vec<GateResult> {
    let told = reported::Told {
        gate: GATE.id,
        prefix: "sex",
        hard_stop: true,
        next: NextStep::Investigate,
        text: tell,
    };
    reported::take(measured, &told)
}

fn tell(subject: &str, answer: Answer, _: Option<f64>) -> Text {
    let who = role_text(subject);
    let (ja, en, ja_with, en_with) = if subject == "agree" {
        ("腫瘍と正常", "tumour and normal", "", "")
    } else {
        let (ja, en) = (who.ja.as_ref(), who.en.as_ref());
        (ja, en, "登録された性別と", " with the registered sex")
    };
    match answer {
        Answer::Pass => text!(
            ("{ja}：性染色体は{ja_with}合っています"),
            ("{en}: the sex chromosomes agree{en_with}")
        ),
        Answer::Warn => text!(
            ("{ja}：性染色体の深度が典型的ではありません"),
            ("{en}: the depth of X and Y is unusual")
        ),
        Answer::Fail => text!(
            ("{ja}：性染色体が{ja_with}合いません"),
            ("{en}: the sex chromosomes disagree{en_with}")
        ),
        Answer::NotAssessable => text!(
            ("{ja}：X・Yが解析範囲にないか、比べる性別の登録がありません"),
            ("{en}: X and Y are not covered, or no sex is registered to compare with")
        ),
    }
}
