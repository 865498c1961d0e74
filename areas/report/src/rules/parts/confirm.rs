//! Confirmatory tests that the panel asked for (gate G1).

use words::{Text, text};

use super::Part;
use super::outcomes::test;
use super::tell::{judged, panel_source};
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "panel.confirm",
    title: Text::new("確認検査", "Confirmatory tests"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let source = panel_source(panel);
    let items: Vec<_> = judged(input).into_iter().filter_map(|(f, o)| {
        let (name, test) = (f.name(), test(o.confirm_test?));
        let text = text!(
            ("{name}：{}で確認してください。結果が出るまで、治療の根拠にせず、患者さんにも説明しません。", test.ja),
            ("{name}: confirm by {}. Until the result is known it is neither a ground for treatment nor explained to the patient.", test.en)
        );
        Some(Sentence::new(text, vec![source.clone(), SourceRef::rule("disclosure.gate.g1")]))
    }).collect();
    if items.is_empty() {
        return vec![];
    }
    vec![Block::Bullets { items }]
}
