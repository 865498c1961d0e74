//! What must be confirmed by a second test.

use words::{Text, text};

use super::Part;
use super::tell::{open_tests, panel_source};
use crate::rules::genes;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;
use crate::words::panel::ConfirmTest;

pub const PART: Part = Part {
    id: "lay.confirm",
    title: Text::new("もう一度確かめる検査", "A second test"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let mut items = Vec::new();
    for (f, o) in open_tests(input) {
        let gene = &f.gene;
        let test = o
            .confirm_test
            .map_or(text!("別の検査", "another test"), plain);
        let text = text!(
            (
                "{gene} 遺伝子の変化は、治療を決める前に、{}で確かめます。",
                test.ja
            ),
            (
                "Before it is used for treatment, the change in {gene} will be checked by {}.",
                test.en
            )
        );
        let sources = vec![panel_source(panel), SourceRef::rule("disclosure.gate.g1")];
        items.push(Sentence::new(text, sources));
        items.push(Sentence::new(
            genes::purpose(gene),
            vec![SourceRef::rule(format!("catalog.genes.{gene}"))],
        ));
    }
    if items.is_empty() {
        return vec![];
    }
    vec![Block::Sentences { items }]
}

/// A test by what it does.
fn plain(test: ConfirmTest) -> Text {
    match test {
        ConfirmTest::SingleGene => text!(
            "この遺伝子だけを詳しく調べる検査",
            "a test of this gene alone"
        ),
        ConfirmTest::CompanionDiagnostic => text!(
            "薬が合うかどうかを調べる検査",
            "a test that shows whether a medicine fits"
        ),
        ConfirmTest::GenePanel => text!(
            "いくつもの遺伝子をまとめて調べる検査",
            "a test of several genes at once"
        ),
        ConfirmTest::Sanger => text!(
            "この場所を別の方法で読み直す検査",
            "reading this place again by another method"
        ),
    }
}
