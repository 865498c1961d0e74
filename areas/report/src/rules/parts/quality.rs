//! Quality lights: word, shape, value and limit of every gate.

use words::Text;

use super::Part;
use crate::words::content::{Block, LightRow, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "analysis.quality",
    title: Text::new("品質", "Quality"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let qc = input.run.output("qc.json");
    let rows = input.run.gates.iter().map(|g| LightRow {
        label: g.label.clone(),
        light: g.light,
        value: Sentence::new(
            g.value.clone(),
            vec![
                qc.clone(),
                SourceRef::rule(format!("analysis.gate.{}", g.id)),
            ],
        ),
        limit: g.limit.clone(),
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return vec![];
    }
    vec![Block::Lights { rows }]
}
