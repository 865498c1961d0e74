//! What was not found and what the test cannot tell. The same words for everybody with the same kind of case.

use words::{Text, text};

use super::Part;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "lay.not_found",
    title: Text::new("わからないこともあります", "What this test cannot tell"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let said = [
        text!(
            "この検査ですべてがわかるわけではありません。今の技術では見えない変化や、まだ意味のわからない変化があります。",
            "This test does not show everything. Some changes cannot be seen with today's methods, and the meaning of others is not known yet."
        ),
        text!(
            "「見つからなかった」ことは、「ない」と言い切れることではありません。",
            "\"Not found\" does not mean \"certainly not there\"."
        ),
    ];
    let sources = vec![input.run.source(), SourceRef::rule("report.limits")];
    let items = said
        .into_iter()
        .map(|t| Sentence::new(t, sources.clone()))
        .collect();
    vec![Block::Sentences { items }]
}
