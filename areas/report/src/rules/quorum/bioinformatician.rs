//! A bioinformatician, where sequencing or analysis is done in house.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "bioinformatician",
    name: Text::new("バイオインフォマティクスの有識者", "bioinformatician"),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |plan| plan.in_house,
    qualifies: |_| true,
    examples: || vec![(member("bioinformatician"), true)],
};
