//! Findings beside the question that was asked: shown to the panel, because it has to judge them before anybody is told.

use words::text;

use super::Part;
use super::analysis_findings;
use super::subject::consents;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "analysis.secondary",
    title: words::Text::new(
        "二次的所見（パネルの判断のため）",
        "Secondary findings, for the panel to judge",
    ),
    write,
};

/// Nothing at all without a finding: `compose` has taken out what the person did not ask for.
fn write(input: &ReportInput) -> Vec<Block> {
    let findings = analysis_findings::blocks(input, true);
    if findings.is_empty() {
        return vec![];
    }
    let mut why = consents(input);
    why.push(SourceRef::rule(PART.id));
    let note = vec![
        Sentence::new(
            text!(
                "検査の目的とした病気とは別に見つかった、生まれつきの変化です。本人が知ることを選んでいるため、エキスパートパネルの判断のためにここに示します。",
                "Changes present from birth that are not about the disease tested for. They stand here for the panel to judge, because the person chose to know."
            ),
            why,
        ),
        Sentence::new(
            text!(
                "患者さんにはまだ伝えられません。パネルが返却を決め、求められた確認検査で確かめられ、遺伝カウンセリングが行われるか書面で断られた後に、人が説明します。",
                "Not yet for the patient. A person explains them after the panel returns them, the test it asked for confirms them, and counselling was held or declined in writing."
            ),
            vec![SourceRef::rule("disclosure.gate.secondary_now")],
        ),
    ];
    let mut blocks = vec![Block::Note { items: note }];
    blocks.extend(findings);
    blocks
}
