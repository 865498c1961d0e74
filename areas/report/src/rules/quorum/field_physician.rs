//! A physician of the field of the rare disease.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "field_physician",
    name: Text::new("対象疾患領域の専門医", "physician of the disease's field"),
    cites: "provisional, of our own",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("field_physician"), true)],
};
