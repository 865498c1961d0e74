//! A physician of medical genetics.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "genetics_physician",
    name: Text::new("遺伝医学の専門医", "physician of medical genetics"),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("genetics_physician"), true)],
};
