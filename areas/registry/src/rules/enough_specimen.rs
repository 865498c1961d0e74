//! Cancer, first condition: surgery, biopsy or (in blood tumours) blood sampling gives enough specimen.

use words::text;

use super::Rule;
use crate::words::Eligibility;

/// The condition.
pub const RULE: Rule = Rule {
    id: "enough_specimen",
    cites: "全ゲノム解析等実行計画2022 5(1)①※1",
    says: text!(
        "十分な量の検体を確保できること",
        "enough specimen can be obtained"
    ),
    met: |case| match case {
        Eligibility::Cancer {
            enough_specimen, ..
        } => Some(*enough_specimen),
        Eligibility::Rare { .. } => None,
    },
    examples: || vec![(cancer(true), Some(true)), (cancer(false), Some(false))],
};

fn cancer(enough_specimen: bool) -> Eligibility {
    Eligibility::Cancer {
        enough_specimen,
        refractory: true,
        alive_and_treatable: true,
        exception: None,
    }
}
