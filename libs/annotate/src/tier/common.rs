//! Tier IV: more than one in a hundred people of a population carry it.

use super::{Rule, Tier, no_item};

pub(super) const RULE: Rule = Rule {
    name: "common",
    tier: Tier::IV,
    by_item: no_item,
    by_variant: |case| case.frequency.is_some_and(|f| f > 0.01),
};
