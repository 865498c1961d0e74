//! Cancer, third condition: alive when the analysis begins, and some treatment can be expected.

use words::text;

use super::Rule;
use crate::words::Eligibility;

/// The condition.
pub const RULE: Rule = Rule {
    id: "alive_and_treatable",
    cites: "全ゲノム解析等実行計画2022 5(1)①※1",
    says: text!(
        "解析開始時に生存し、治療の提供が期待できる状態であること",
        "the patient is alive and some treatment can be expected"
    ),
    met: |case| match case {
        Eligibility::Cancer {
            alive_and_treatable,
            ..
        } => Some(*alive_and_treatable),
        Eligibility::Rare { .. } => None,
    },
    examples: || vec![(cancer(true), Some(true)), (cancer(false), Some(false))],
};

fn cancer(alive_and_treatable: bool) -> Eligibility {
    Eligibility::Cancer {
        enough_specimen: true,
        refractory: true,
        alive_and_treatable,
        exception: None,
    }
}
