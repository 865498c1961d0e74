//! What it means for relatives: only where a told change is inherited and the person agreed that relatives may be told.

use words::{Text, text};

use super::Part;
use super::tell::{panel_source, told};
use crate::rules::choices;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::{Origin, ReportInput};

pub const PART: Part = Part {
    id: "lay.family",
    title: Text::new("ご家族のこと", "Your family"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let inherited = told(input)
        .iter()
        .any(|(f, _)| f.origin == Origin::Germline && f.inheritance.as_deref() != Some("de_novo"));
    let Some(panel) = input
        .panel
        .as_ref()
        .filter(|_| inherited && choices::relatives(&input.choices))
    else {
        return vec![];
    };
    let said = [
        text!(
            "生まれつきの変化は、ご家族も持っていることがあります。ご家族が知りたいか、知りたくないかは、それぞれの方が決めます。",
            "Relatives may carry a change you were born with. Each of them decides whether to know."
        ),
        text!(
            "どのように伝えるかは、遺伝カウンセリング（遺伝について相談する場）で一緒に考えられます。",
            "A genetic counsellor can help you decide how to talk about it."
        ),
    ];
    let sources = vec![panel_source(panel), SourceRef::rule("report.lay.family")];
    let items = said
        .into_iter()
        .map(|t| Sentence::new(t, sources.clone()))
        .collect();
    vec![Block::Sentences { items }]
}
