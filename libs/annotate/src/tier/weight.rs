//! Whether an item of evidence counts for the tier of a variant, and why.
//!
//! A tier rests on evidence about the variant at hand, or about a group of variants that it belongs to (Li MM et al., J Mol Diagn
//! 2017;19:4-23, the joint guideline of AMP, ASCO and CAP; the curation rules of CIViC call such groups categorical variants,
//! Danos AM et al., Genome Med 2019;11:76). "Any mutation of the gene" is the widest of these groups: most changes that a genome
//! shows in such a gene are passengers. It therefore counts only where the change itself gives a reason to take it for a
//! driver (the same goes for any change of several exons): it cuts a tumour suppressor short, or changes a codon for which changes with clinical evidence are on record.
//! Otherwise the item is shown as context.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::civic::{Civic, Class, Item, Kind, Specificity, Target};
use crate::consequence::Effect;

/// A variant as evidence is weighed for it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// What it does.
    pub effect: &'a Effect,
    /// Its gene is a tumour suppressor.
    pub suppressor: bool,
    /// Changes with clinical evidence are on record for the codon it changes.
    pub hotspot: bool,
}

impl<'a> Reading<'a> {
    /// Of an effect, with what is on record of its gene. A truncated protein is not a change of the codon where it begins.
    #[must_use]
    pub fn of(effect: &'a Effect, civic: &Civic, suppressors: &BTreeSet<String>) -> Self {
        let known = |codon| civic.hotspot(&effect.gene, codon);
        Self {
            effect,
            suppressor: suppressors.contains(&effect.gene),
            hotspot: !effect.truncates() && effect.residue.is_some_and(known),
        }
    }
}

/// Why an item counts, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It names this change, or its codon: counts.
    Named,
    /// It names the kind of change, in the gene or in the exon, and the variant is of that kind: counts.
    Kind,
    /// It speaks of any change of a tumour suppressor, and this one cuts the protein short: counts.
    Loss,
    /// It speaks of any change of the gene, and this one is at a codon with evidence of its own: counts.
    Hotspot,
    /// It speaks of any change of the gene, and nothing shows that this one fits: context.
    GeneOnly,
    /// It does not support its statement: context.
    Against,
    /// It is about inherited variants: context.
    Germline,
    /// It is about risk or function, not about therapy, diagnosis or course: context.
    OtherQuestion,
}

impl Weight {
    /// Whether a tier may rest on it.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Named | Self::Kind | Self::Loss | Self::Hotspot)
    }
}

/// Weighs an item for a variant that it matches.
#[must_use]
pub fn weigh(item: &Item, specificity: Specificity, reading: &Reading<'_>) -> Weight {
    if !item.supports {
        return Weight::Against;
    }
    if item.origin.contains("Germline") {
        return Weight::Germline;
    }
    if matches!(item.kind, Kind::Predisposing | Kind::Functional) {
        return Weight::OtherQuestion;
    }
    match (specificity, &item.target) {
        (Specificity::Class, Target::Gene(Class::Mutation)) => of_gene(reading),
        (Specificity::Exon, Target::Exons(first, last, Class::Mutation)) if first != last => {
            of_gene(reading)
        }
        (Specificity::Class | Specificity::Exon, _) => Weight::Kind,
        _ => Weight::Named,
    }
}

fn of_gene(reading: &Reading<'_>) -> Weight {
    if reading.suppressor && reading.effect.truncates() {
        Weight::Loss
    } else if reading.hotspot {
        Weight::Hotspot
    } else {
        Weight::GeneOnly
    }
}
