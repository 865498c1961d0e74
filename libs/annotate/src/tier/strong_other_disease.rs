//! Tier II-C: level A or B in another tumour type.

use super::{Rule, Tier, no_variant};

pub(super) const RULE: Rule = Rule {
    name: "strong_other_disease",
    tier: Tier::IIC,
    by_item: |s| s.strong() && !s.here(),
    by_variant: no_variant,
};
