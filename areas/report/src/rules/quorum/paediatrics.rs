//! A physician of paediatric oncology, when the person is a child.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "paediatrics",
    name: Text::new("小児がんの専門医", "physician of paediatric oncology"),
    cites: "text of the requirement not available: provisional",
    applies: |plan| plan.childhood,
    qualifies: |_| true,
    examples: || vec![(member("paediatrics"), true)],
};
