//! Somebody with the skill of genetic counselling.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "genetic_counselling",
    name: Text::new("遺伝カウンセリングの技能を持つ者", "genetic counselling"),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("genetic_counselling"), true)],
};
