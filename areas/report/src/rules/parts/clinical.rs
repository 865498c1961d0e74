//! Clinical items that were used in reading the findings.

use words::Text;

use super::Part;
use crate::words::content::{Block, Fact, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "analysis.clinical",
    title: Text::new("参照した臨床情報", "Clinical information used"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let rows = input.clinical.iter().map(|c| {
        let source = SourceRef::event(format!("sheet:{}/{}", input.case, c.item));
        Fact::new(
            c.label.clone(),
            Sentence::new(c.value.clone(), vec![source]),
        )
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return vec![];
    }
    vec![Block::Facts { rows }]
}
