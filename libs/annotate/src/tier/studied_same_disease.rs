//! Tier I-B: level B in the patient's disease or in any cancer.

use super::{Rule, Tier, no_variant};
use crate::civic::Level;

pub(super) const RULE: Rule = Rule {
    name: "studied_same_disease",
    tier: Tier::IB,
    by_item: |s| s.here() && s.item.level == Level::B,
    by_variant: no_variant,
};
