//! What happens next.

use words::{Text, text};

use super::Part;
use super::lay_found::grounds;
use super::tell::open_tests;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "lay.next",
    title: Text::new("これからのこと", "What happens next"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let mut said = Vec::new();
    if !open_tests(input).is_empty() {
        said.push(text!(
            "確かめる検査の結果が出たら、あらためて説明します。",
            "When the second test is done, we explain again."
        ));
    }
    said.push(text!(
        "治療をどうするかは、この結果だけでなく、体の状態やご希望を合わせて、医師と一緒に決めます。",
        "You and your doctor decide about treatment, with this result, your health and your wishes in view."
    ));
    said.push(text!(
        "6か月ごとに、その後のようすをうかがいます。",
        "Every six months we ask how you are."
    ));
    said.push(text!(
        "同意はいつでも取りやめることができます。取りやめても、治療で不利になることはありません。",
        "You can withdraw your consent at any time; this never counts against you in your care."
    ));
    let mut sources = grounds(input);
    sources.push(SourceRef::rule("report.lay.next"));
    let items = said
        .into_iter()
        .map(|t| Sentence::new(t, sources.clone()))
        .collect();
    vec![Block::Bullets { items }]
}
