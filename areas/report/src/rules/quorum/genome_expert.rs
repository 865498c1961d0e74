//! An expert of molecular genetics or cancer genome medicine.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "genome_expert",
    name: Text::new(
        "分子遺伝学・がんゲノム医療の有識者",
        "expert of molecular genetics or cancer genomics",
    ),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("genome_expert"), true)],
};
