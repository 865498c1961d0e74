//! The words list.

use words::Text;

use super::Part;
use crate::words::content::{Block, Sentence, SourceRef, Table};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "lay.words",
    title: Text::new("ことばの説明", "Words"),
    write,
};

const WORDS: [(Text, Text); 5] = [
    (
        Text::new("ゲノム", "Genome"),
        Text::new(
            "体をつくり、はたらかせるための設計図の全体です。",
            "All of the plans for building and running the body.",
        ),
    ),
    (
        Text::new("遺伝子", "Gene"),
        Text::new(
            "設計図のうち、体の部品（たんぱく質）一つ分にあたるところです。",
            "The part of the plans for one component, a protein.",
        ),
    ),
    (
        Text::new("変化", "Change"),
        Text::new(
            "設計図の文字が、多くの人とちがっているところです。害のないものがほとんどです。",
            "A place where the letters differ from most people's. Most changes do no harm.",
        ),
    ),
    (
        Text::new("生まれつきの変化", "Inborn change"),
        Text::new(
            "生まれたときから体じゅうの細胞にある変化です。",
            "A change that every cell of the body has had since birth.",
        ),
    ),
    (
        Text::new("治験", "Trial"),
        Text::new(
            "新しい薬や治療の効き目と安全を、人で確かめる研究です。",
            "A study that checks in people whether a new treatment works and is safe.",
        ),
    ),
];

fn write(_input: &ReportInput) -> Vec<Block> {
    let rule = vec![SourceRef::rule("report.lay.words")];
    let row = |(word, means): &(Text, Text)| {
        vec![
            Sentence::new(word.clone(), rule.clone()),
            Sentence::new(means.clone(), rule.clone()),
        ]
    };
    vec![Block::Table(Table {
        head: vec![],
        widths: vec![1, 3],
        rows: WORDS.iter().map(row).collect(),
    })]
}
