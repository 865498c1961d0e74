//! Cancer, second condition: cure by surgery or other treatment is unlikely.

use words::text;

use super::Rule;
use crate::words::Eligibility;

/// The condition.
pub const RULE: Rule = Rule {
    id: "refractory",
    cites: "全ゲノム解析等実行計画2022 5(1)①※1",
    says: text!(
        "根治の可能性が低い難治性のがんであること",
        "the cancer is refractory: cure is unlikely"
    ),
    met: |case| match case {
        Eligibility::Cancer { refractory, .. } => Some(*refractory),
        Eligibility::Rare { .. } => None,
    },
    examples: || vec![(cancer(true), Some(true)), (cancer(false), Some(false))],
};

fn cancer(refractory: bool) -> Eligibility {
    Eligibility::Cancer {
        enough_specimen: true,
        refractory,
        alive_and_treatable: true,
        exception: None,
    }
}
