//! Tier III: changes the protein of a cancer gene, no evidence, and not known to be carried by more than one in a thousand.

use super::{Rule, Tier, no_item};

pub(super) const RULE: Rule = Rule {
    name: "coding_without_evidence",
    tier: Tier::III,
    by_item: no_item,
    by_variant: |case| case.coding && case.cancer_gene && case.frequency.is_none_or(|f| f < 0.001),
};
