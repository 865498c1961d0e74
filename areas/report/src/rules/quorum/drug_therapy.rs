//! Oncologists for drug therapy, of different fields.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "drug_therapy",
    name: Text::new("薬物療法の専門医", "drug-therapy oncologist"),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("drug_therapy"), true)],
};
