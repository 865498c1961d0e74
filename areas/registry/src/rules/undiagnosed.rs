//! Rare disease, undiagnosed: existing genetic and other tests did not give a diagnosis.

use words::text;

use super::Rule;
use crate::words::{Eligibility, RareClass};

/// The condition.
pub const RULE: Rule = Rule {
    id: "undiagnosed",
    cites: "全ゲノム解析等実行計画2022 5(1)【難病領域】",
    says: text!(
        "既存の遺伝学的検査などを行っても診断が困難であること",
        "existing genetic and other tests gave no diagnosis"
    ),
    met: |case| match case {
        Eligibility::Rare {
            class: RareClass::Undiagnosed,
            existing_tests_inconclusive,
            ..
        } => Some(*existing_tests_inconclusive),
        _ => None,
    },
    examples: || vec![(rare(true), Some(true)), (rare(false), Some(false))],
};

fn rare(met: bool) -> Eligibility {
    Eligibility::Rare {
        class: RareClass::Undiagnosed,
        genetic_disease_diagnosed: met,
        exome_negative: met,
        treatment_development_expected: met,
        enough_cases: met,
        existing_tests_inconclusive: met,
    }
}
