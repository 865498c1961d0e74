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
        let texts = [&r.source, &r.version, &r.licence, &r.url];
        texts.map(|t| Sentence::same(t, source.clone())).to_vec()
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
