//! Rare disease, multifactorial: treatment development can be expected and enough cases can be gathered.

use words::text;

use super::Rule;
use crate::words::{Eligibility, RareClass};

/// The condition.
pub const RULE: Rule = Rule {
    id: "multifactorial",
    cites: "全ゲノム解析等実行計画2022 5(1)【難病領域】",
    says: text!(
        "全ゲノム情報による治療法開発が期待でき、一定の症例数を確保できること",
        "treatment development from the genome can be expected and enough cases can be gathered"
    ),
    met: |case| match case {
        Eligibility::Rare {
            class: RareClass::Multifactorial,
            treatment_development_expected,
            enough_cases,
            ..
        } => Some(*treatment_development_expected && *enough_cases),
        _ => None,
    },
    examples: || vec![(rare(true), Some(true)), (rare(false), Some(false))],
};

fn rare(met: bool) -> Eligibility {
    Eligibility::Rare {
        class: RareClass::Multifactorial,
        genetic_disease_diagnosed: met,
        exome_negative: met,
        treatment_development_expected: met,
        enough_cases: met,
        existing_tests_inconclusive: met,
    }
}
