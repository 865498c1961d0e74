//! What must be printed on every page: made-up data, sample wording, provisional rules.

use words::{Text, text};

use crate::rules::quorum;
use crate::words::input::ReportInput;

pub fn write(input: &ReportInput) -> Vec<Text> {
    let mut marks = Vec::new();
    if input.demo {
        marks.push(text!("見本", "SAMPLE"));
    }
    if input.synthetic {
        marks.push(text!(
            "合成データ・診療に使用しないこと",
            "SYNTHETIC DATA, NOT FOR CARE"
        ));
    }
    let set = input
        .panel
        .as_ref()
        .and_then(|p| quorum::rule_set(&p.rule_set));
    if set.is_some_and(|s| s.provisional) && input.kind == crate::words::Kind::Panel {
        marks.push(text!("暫定ルール", "PROVISIONAL RULES"));
    }
    marks
}
