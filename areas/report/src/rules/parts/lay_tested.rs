//! What was tested.

use words::{Text, text};

use super::Part;
use crate::words::CaseKind;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "lay.tested",
    title: Text::new("何を調べましたか", "What was tested?"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let mut sources: Vec<_> = input
        .specimens
        .iter()
        .map(|s| SourceRef::event(format!("tube:{}", s.id)))
        .collect();
    sources.push(input.run.source());
    let what = match input.case_kind {
        CaseKind::Cancer => text!(
            "がんの組織と血液からDNAを取り出し、体の設計図（ゲノム）を読み比べました。がんだけにある変化と、生まれつきの変化を見分けるためです。",
            "DNA was taken from the tumour and from blood, and the two were compared. This shows which changes belong to the tumour only and which you were born with."
        ),
        CaseKind::Rare => text!(
            "ご本人とご両親の血液などからDNAを取り出し、体の設計図（ゲノム）を読み比べました。病気の原因になる変化をさがすためです。",
            "DNA of you and your parents was read and compared, to look for a change that explains the illness."
        ),
    };
    let consent = super::subject::consents(input);
    let mut items = vec![Sentence::new(what, sources)];
    if !consent.is_empty() {
        let text = text!(
            "この検査は、いただいた同意にもとづいて行いました。",
            "The test was done because you agreed to it."
        );
        items.push(Sentence::new(text, consent));
    }
    vec![Block::Sentences { items }]
}
