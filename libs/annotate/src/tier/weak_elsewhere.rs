//! Tier III: only level C, D or E, in another tumour type or in any cancer.

use super::{Relation, Rule, Tier, no_variant};

pub(super) const RULE: Rule = Rule {
    name: "weak_elsewhere",
    tier: Tier::III,
    by_item: |s| !s.strong() && s.relation != Relation::Same,
    by_variant: no_variant,
};
