//! Who to ask.

use words::{Text, text};

use super::Part;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "lay.ask",
    title: Text::new("相談できるところ", "Who to ask"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let site = &input.site;
    let said = [
        text!(
            ("担当の医師（医療機関 {site}）に、いつでも聞いてください。"),
            ("Ask your doctor (hospital {site}) at any time.")
        ),
        text!(
            "遺伝やご家族のことは、遺伝カウンセリングで相談できます。受けるかどうかは自由です。",
            "For questions about inheritance and family there is genetic counselling. It is your choice."
        ),
    ];
    let sources = vec![
        SourceRef::event(format!("case:{}", input.case)),
        SourceRef::rule("report.lay.ask"),
    ];
    let items = said
        .into_iter()
        .map(|t| Sentence::new(t, sources.clone()))
        .collect();
    vec![Block::Bullets { items }]
}
