//! The AMP/ASCO/CAP tier of a somatic variant, as a list of pure rules (Li et al. 2017; CIViC levels A and B count as strong).
//!
//! The first rule that answers decides; what made it answer is printed first, everything else is additional.

mod approved_same_disease;
mod coding_without_evidence;
mod common;
mod strong_other_disease;
mod studied_same_disease;
mod weak_elsewhere;
mod weak_same_disease;
mod weight;

use serde::{Deserialize, Serialize};

use crate::civic::{Item, Level, Specificity};
use crate::disease::{Located, OncoTree};

pub use weight::{Reading, Weight, weigh};

/// A tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// Strong clinical significance; approved or in a guideline.
    #[serde(rename = "I-A")]
    IA,
    /// Strong clinical significance; well-powered studies.
    #[serde(rename = "I-B")]
    IB,
    /// Potential significance; strong in another tumour type.
    #[serde(rename = "II-C")]
    IIC,
    /// Potential significance; case or preclinical evidence.
    #[serde(rename = "II-D")]
    IID,
    /// Unknown significance.
    #[serde(rename = "III")]
    III,
    /// Benign or likely benign.
    #[serde(rename = "IV")]
    IV,
}

impl Tier {
    /// `I-A`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::IA => "I-A",
            Self::IB => "I-B",
            Self::IIC => "II-C",
            Self::IID => "II-D",
            Self::III => "III",
            Self::IV => "IV",
        }
    }
}

/// How the disease of an item relates to the patient's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The patient's disease is the item's, or lies below it.
    Same,
    /// The item speaks of any cancer.
    PanCancer,
    /// Another tumour type.
    Other,
    /// Its disease has no place in OncoTree: counted as another tumour type, and listed.
    Unplaced,
}

/// An item that speaks of the variant.
#[derive(Debug, Clone, Copy)]
pub struct Support<'a> {
    /// The item.
    pub item: &'a Item,
    /// How closely it matches.
    pub specificity: Specificity,
    /// How its disease relates.
    pub relation: Relation,
}

impl Support<'_> {
    /// Level A or B.
    #[must_use]
    pub fn strong(&self) -> bool {
        self.item.level <= Level::B
    }

    /// The same disease, or any cancer.
    #[must_use]
    pub fn here(&self) -> bool {
        matches!(self.relation, Relation::Same | Relation::PanCancer)
    }
}

/// What the rules look at.
#[derive(Debug)]
pub struct Case<'a> {
    /// Items that support a predictive, diagnostic or prognostic statement, the closest first.
    pub supports: Vec<Support<'a>>,
    /// The variant changes the protein or a splice site.
    pub coding: bool,
    /// The gene is one in which such a change may drive cancer.
    pub cancer_gene: bool,
    /// Allele frequency in a population, if it is known.
    pub frequency: Option<f64>,
}

/// The answer of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiered {
    /// The tier; none means not tiered.
    pub tier: Option<Tier>,
    /// The rule that answered.
    pub rule: String,
    /// Ids of the items that define the tier, the closest first.
    pub defining: Vec<String>,
    /// Ids of the other matching items.
    pub additional: Vec<String>,
}

/// One rule: the tier it gives, and which items make it answer.
pub struct Rule {
    /// Stable name.
    pub name: &'static str,
    /// The tier it gives.
    pub tier: Tier,
    /// Whether an item makes it answer.
    pub by_item: fn(&Support<'_>) -> bool,
    /// Whether it answers without an item.
    pub by_variant: fn(&Case<'_>) -> bool,
}

/// The rules in order; the first that answers decides. Common variants come first: no evidence lifts a polymorphism.
pub const RULES: [Rule; 7] = [
    common::RULE,
    approved_same_disease::RULE,
    studied_same_disease::RULE,
    strong_other_disease::RULE,
    weak_same_disease::RULE,
    weak_elsewhere::RULE,
    coding_without_evidence::RULE,
];

/// No item makes the rule answer.
fn no_item(_: &Support<'_>) -> bool {
    false
}

/// The rule needs an item.
fn no_variant(_: &Case<'_>) -> bool {
    false
}

/// Tiers a variant.
#[must_use]
pub fn tier(case: &Case<'_>) -> Tiered {
    for rule in &RULES {
        let by_item = case.supports.iter().any(rule.by_item);
        if by_item || (rule.by_variant)(case) {
            let (defining, additional): (Vec<_>, Vec<_>) =
                case.supports.iter().partition(|s| (rule.by_item)(s));
            let ids =
                |supports: Vec<&Support<'_>>| supports.iter().map(|s| s.item.id.clone()).collect();
            return Tiered {
                tier: Some(rule.tier),
                rule: rule.name.to_owned(),
                defining: ids(defining),
                additional: ids(additional),
            };
        }
    }
    Tiered {
        tier: None,
        rule: "none".to_owned(),
        defining: Vec::new(),
        additional: Vec::new(),
    }
}

/// How the disease of an item relates to a patient's OncoTree code.
#[must_use]
pub fn relation(located: &Located, patient: Option<&str>, tree: &OncoTree) -> Relation {
    match located {
        Located::PanCancer => Relation::PanCancer,
        Located::Missed(_) => Relation::Unplaced,
        Located::Nodes(nodes) => {
            let same = patient.is_some_and(|code| nodes.iter().any(|n| tree.is_within(code, n)));
            if same {
                Relation::Same
            } else {
                Relation::Other
            }
        }
    }
}

/// The items that count for the tier of a variant; see [`weigh`].
#[must_use]
pub fn supports<'a>(
    matches: &[(Specificity, &'a Item)],
    reading: &Reading<'_>,
    patient: Option<&str>,
    tree: &OncoTree,
) -> Vec<Support<'a>> {
    let support = |(specificity, item): &(Specificity, &'a Item)| Support {
        item,
        specificity: *specificity,
        relation: relation(&item.located, patient, tree),
    };
    matches
        .iter()
        .filter(|(specificity, item)| weigh(item, *specificity, reading).counts())
        .map(support)
        .collect()
}
