//! Rare disease, monogenic: diagnosed as genetic, and no known causal gene by whole-exome analysis.

use words::text;

use super::Rule;
use crate::words::{Eligibility, RareClass};

/// The condition.
pub const RULE: Rule = Rule {
    id: "monogenic",
    cites: "全ゲノム解析等実行計画2022 5(1)【難病領域】",
    says: text!(
        "遺伝性疾患と診断され、全エクソン解析でも既知の原因遺伝子が見つからないこと",
        "a genetic disease was diagnosed and exome analysis found no known causal gene"
    ),
    met: |case| match case {
        Eligibility::Rare {
            class: RareClass::Monogenic,
            genetic_disease_diagnosed,
            exome_negative,
            ..
        } => Some(*genetic_disease_diagnosed && *exome_negative),
        _ => None,
    },
    examples: || vec![(rare(true), Some(true)), (rare(false), Some(false))],
};

fn rare(met: bool) -> Eligibility {
    Eligibility::Rare {
        class: RareClass::Monogenic,
        genetic_disease_diagnosed: met,
        exome_negative: met,
        treatment_development_expected: met,
        enough_cases: met,
        existing_tests_inconclusive: met,
    }
}
