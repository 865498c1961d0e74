//! The expert of whole-genome sequencing: a graduate of the bioinformatics expert course or a physician with a refereed
//! English paper on whole genomes, full-time either way.

use words::Text;

use super::{Requirement, member};
use crate::words::panel::Member;

pub const REQUIREMENT: Requirement = Requirement {
    role: "wgs_expert",
    name: Text::new("全ゲノム解析の有識者", "expert of whole-genome sequencing"),
    cites: "seed 001, requirement for the panel in oncology",
    applies: |_| true,
    qualifies: |m| {
        let ground = m.wgs_ground.as_deref();
        m.full_time && matches!(ground, Some("bi_course" | "wgs_paper"))
    },
    examples: || {
        let with = |ground: Option<&str>| Member {
            wgs_ground: ground.map(str::to_owned),
            ..member("wgs_expert")
        };
        let part_time = Member {
            full_time: false,
            ..with(Some("wgs_paper"))
        };
        vec![
            (with(Some("bi_course")), true),
            (with(None), false),
            (part_time, false),
        ]
    },
};
