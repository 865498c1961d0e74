//! The attending physician or a substitute, unless treatment and family history were supplied beforehand.

use words::Text;

use super::{Requirement, member};
use crate::words::panel::Member;

pub const REQUIREMENT: Requirement = Requirement {
    role: "attending",
    name: Text::new(
        "担当医（または代わりの医師）",
        "attending physician or substitute",
    ),
    cites: "MHLW notice Ken-Ga-Hatsu 0303-1 of 3 March 2022",
    applies: |plan| !plan.information_supplied,
    qualifies: |m| m.attending,
    examples: || {
        let attending = Member {
            attending: true,
            ..member("attending")
        };
        vec![(attending, true), (member("attending"), false)]
    },
};
