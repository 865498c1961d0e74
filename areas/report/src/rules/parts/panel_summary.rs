//! The conclusion of the panel: one sentence per finding, then the recommendation.

use words::text;

use super::outcomes::{action, give_back};
use super::tell::{judged, panel_source};
use crate::words::content::{Sentence, SourceRef};
use crate::words::input::ReportInput;

const RULE: &str = "report.panel.summary";

pub fn write(input: &ReportInput) -> Vec<Sentence> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let source = panel_source(panel);
    let mut items: Vec<_> = judged(input)
        .into_iter()
        .enumerate()
        .map(|(i, (f, o))| {
            let (key, name) = (format!("F{}", i + 1), f.name());
            let (act, back) = (action(o.action), give_back(o.give_back));
            let text = text!(
                ("{key}　{name}　{}。{}。", act.ja, back.ja),
                ("{key} {name} — {}; {}.", act.en, back.en)
            );
            Sentence::new(text, vec![source.clone(), SourceRef::rule(RULE)])
        })
        .collect();
    if items.is_empty() {
        let none = text!(
            "返却する所見はありません。",
            "There is no finding to return."
        );
        items.push(Sentence::new(none, vec![source.clone()]));
    }
    if !panel.recommendation.ja.is_empty() {
        items.push(Sentence::new(panel.recommendation.clone(), vec![source]));
    }
    items
}
