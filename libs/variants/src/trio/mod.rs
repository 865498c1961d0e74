//! Where the alleles of a child come from.

mod inheritance;
mod likelihood;
mod run;

use std::str::FromStr;

pub use inheritance::{Inheritance, Judgement, Options, judge};
pub use likelihood::{Member, Trio};
pub use run::{DeNovo, GenePair, Summary, analyse};

/// Sex of the proband, for X and Y.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
    #[default]
    Unknown,
}

impl FromStr for Sex {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "male" => Ok(Self::Male),
            "female" => Ok(Self::Female),
            "unknown" => Ok(Self::Unknown),
            _ => Err(format!("{text:?} is not male, female or unknown")),
        }
    }
}

/// Sample names of the family in the joint VCF.
#[derive(Clone, Debug)]
pub struct Family {
    pub proband: String,
    pub mother: String,
    pub father: String,
    pub sex: Sex,
}
