//! The releases of outside knowledge that were in force.

use words::{Text, text};

use super::Part;
use crate::words::content::{Block, Sentence, Table};
use crate::words::input::{ReleaseLine, ReportInput};

pub const PART: Part = Part {
    id: "analysis.releases",
    title: Text::new("使用した知識の版", "Releases of knowledge"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    if input.releases.is_empty() {
        return vec![];
    }
    let row = |r: &ReleaseLine| {
        let source = vec![r.source_ref()];
        let same = |t: &str| Text::made(t.to_owned(), t.to_owned());
        let texts = [
            same(&r.source),
            same(&r.version),
            licence(&r.licence),
            same(&r.url),
        ];
        texts.map(|t| Sentence::new(t, source.clone())).to_vec()
    };
    vec![Block::Table(Table {
        head: vec![
            text!("名称", "Source"),
            text!("版", "Release"),
            text!("利用条件", "Licence"),
            text!("所在", "Address"),
        ],
        widths: vec![3, 3, 3, 6],
        rows: input.releases.iter().map(row).collect(),
    })]
}

/// Names of licences stay as they are; what is not a name is said in words.
fn licence(licence: &str) -> Text {
    match licence {
        "public domain" => text!("パブリックドメイン", "public domain"),
        other => Text::made(other.to_owned(), other.to_owned()),
    }
}
