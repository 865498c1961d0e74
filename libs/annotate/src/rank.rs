//! Order of candidates in a rare disease: class, consequence, inheritance and features, each shown as a part of the score.

use serde::{Deserialize, Serialize};

use crate::clinvar::{Class, Record};
use crate::consequence::{Effect, Gravity};
use crate::hpo::Fit;

/// How a variant came to the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inheritance {
    /// In neither parent.
    DeNovo,
    /// One of two in the same gene, from different parents.
    CompoundHeterozygous,
    /// Two copies, one from each parent.
    Homozygous,
    /// On the X of a boy.
    XLinked,
    /// One copy, from one parent.
    OneParent,
    /// Cannot be told.
    Unclear,
}

/// The score with its parts. No part is a probability; they order candidates for a person to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 0, 3 (likely) or 4 (pathogenic), with a half for two stars or more.
    pub class: f64,
    /// 0 to 3.
    pub consequence: f64,
    /// 0 to 3.
    pub inheritance: f64,
    /// 0 to 4: share of the features' information that the gene covers, times 4.
    pub features: f64,
    /// How the features are covered.
    pub fit: Fit,
}

impl Score {
    /// The sum.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.class + self.consequence + self.inheritance + self.features
    }
}

/// Scores a candidate.
#[must_use]
pub fn score(
    effect: &Effect,
    clinvar: Option<&Record>,
    inheritance: Inheritance,
    fit: Fit,
) -> Score {
    let class = clinvar.map_or(0.0, |r| {
        let said = if r.class == Class::LikelyPathogenic {
            3.0
        } else {
            4.0
        };
        said + if r.stars >= 2 { 0.5 } else { 0.0 }
    });
    let consequence = match effect.gravity {
        Gravity::High => 3.0,
        Gravity::Moderate => 2.0,
        Gravity::Low => 0.5,
        Gravity::Modifier => 0.0,
    };
    let inheritance = match inheritance {
        Inheritance::DeNovo | Inheritance::CompoundHeterozygous | Inheritance::Homozygous => 3.0,
        Inheritance::XLinked => 2.0,
        Inheritance::OneParent => 0.5,
        Inheritance::Unclear => 0.0,
    };
    Score {
        class,
        consequence,
        inheritance,
        features: fit.share * 4.0,
        fit,
    }
}
