//! An allele of one side, ready to be replayed.

use crate::normalise::Edit;

/// On how many haplotypes an allele stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    One,
    Both,
}

/// What kind of difference an allele is, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Snv,
    Indel,
    Sv,
}

/// Sequence changes of this length and more count as structural.
pub const STRUCTURAL: u64 = 50;

/// One trimmed allele with its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allele {
    pub edit: Edit,
    pub copies: Copies,
    /// Line in the file it came from.
    pub line: u64,
}

impl Allele {
    pub fn class(&self) -> Class {
        let growth = self.edit.growth();
        if growth == 0 {
            Class::Snv
        } else if growth.unsigned_abs() >= STRUCTURAL {
            Class::Sv
        } else {
            Class::Indel
        }
    }
}

/// A substitution of several bases as single-base alleles; everything else as it is.
pub(super) fn atoms(allele: Allele, sequence: &[u8]) -> Vec<Allele> {
    if allele.edit.growth() != 0 || allele.edit.bases.len() < 2 {
        return vec![allele];
    }
    let Edit { start, bases, .. } = &allele.edit;
    let differ = bases
        .iter()
        .enumerate()
        .filter(|(i, base)| sequence.get(start + i) != Some(base));
    differ
        .map(|(i, base)| Allele {
            edit: Edit {
                start: start + i,
                end: start + i + 1,
                bases: vec![*base],
            },
            copies: allele.copies,
            line: allele.line,
        })
        .collect()
}
