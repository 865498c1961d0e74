//! Tier I-A: level A in the patient's disease or in any cancer.

use super::{Rule, Tier, no_variant};
use crate::civic::Level;

pub(super) const RULE: Rule = Rule {
    name: "approved_same_disease",
    tier: Tier::IA,
    by_item: |s| s.here() && s.item.level == Level::A,
    by_variant: no_variant,
};
