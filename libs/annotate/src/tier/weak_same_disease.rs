//! Tier II-D: level C, D or E in the patient's disease. Any cancer does not count here.

use super::{Relation, Rule, Tier, no_variant};

pub(super) const RULE: Rule = Rule {
    name: "weak_same_disease",
    tier: Tier::IID,
    by_item: |s| !s.strong() && s.relation == Relation::Same,
    by_variant: no_variant,
};
