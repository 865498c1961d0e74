//! Pathologists, full-time.

use words::Text;

use super::{Requirement, member};

pub const REQUIREMENT: Requirement = Requirement {
    role: "pathologist",
    name: Text::new("病理の専門医", "pathologist"),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |_| true,
    qualifies: |_| true,
    examples: || vec![(member("pathologist"), true)],
};
