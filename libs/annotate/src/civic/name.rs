//! What the name of a variant at CIViC means, and whether a variant is that.
//!
//! Names that need what is not assessed here (expression, methylation, fusions, copy number, several variants at once) mean nothing
//! to a single small variant and match none.

use serde::{Deserialize, Serialize};

use super::Specificity;
use super::protein::short;
use crate::consequence::Effect;

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Any change of the protein.
    Mutation,
    /// A premature stop, a frameshift, a lost splice site or start.
    Truncating,
    /// Bases lost, frame kept.
    Deletion,
    /// Bases gained, frame kept.
    Insertion,
    /// Upstream of the transcript or in its 5' end.
    Promoter,
}

/// What a name speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A protein change in one-letter notation, upper case; frameshifts without their length.
    Protein(String),
    /// A change of the coding sequence, `c.224_226delTCT`.
    Coding(String),
    /// Any change of one of these residues.
    Codons(Vec<u32>),
    /// A kind of change in these exons.
    Exons(u32, u32, Class),
    /// A kind of change anywhere in the gene.
    Gene(Class),
    /// Not something a single small variant can be.
    Other,
}

impl Target {
    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        if let Some(coding) = name
            .find("(c.")
            .and_then(|at| name.get(at + 1..)?.split(')').next())
            .or_else(|| name.strip_prefix("c.").map(|_| name))
        {
            return Self::Coding(coding.replace(' ', ""));
        }
        let upper = name.trim().to_uppercase();
        if let Some(class) = class(&upper) {
            return Self::Gene(class);
        }
        if let Some(rest) = upper
            .strip_prefix("EXON ")
            .or_else(|| upper.strip_prefix("RARE EXON "))
        {
            return exons(rest);
        }
        let codons: Option<Vec<u32>> = upper.split('/').map(codon).collect();
        if let Some(codons) = codons {
            return Self::Codons(codons);
        }
        if is_protein(&upper) {
            Self::Protein(without_length(&upper))
        } else {
            Self::Other
        }
    }
}

impl Target {
    /// The codons that a name speaks of one by one: `L858R` 858, `G12/G13` 12 and 13; none for wider names. Frameshifts and stops
    /// are left out: where they begin says nothing of the codon.
    #[must_use]
    pub fn codons(&self) -> Vec<u32> {
        match self {
            Self::Codons(codons) => codons.clone(),
            Self::Protein(change) if !change.ends_with('*') && !change.ends_with("FS") => {
                let digits = change.trim_start_matches(|c: char| !c.is_ascii_digit());
                let end = digits
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(digits.len());
                digits
                    .get(..end)
                    .and_then(|d| d.parse().ok())
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

fn class(upper: &str) -> Option<Class> {
    match upper {
        "MUTATION" | "MUTATIONS" => Some(Class::Mutation),
        "TRUNCATING MUTATION"
        | "FRAMESHIFT TRUNCATION"
        | "FRAMESHIFT MUTATION"
        | "LOSS-OF-FUNCTION"
        | "LOSS OF FUNCTION" => Some(Class::Truncating),
        "PROMOTER MUTATION" | "PROMOTER" => Some(Class::Promoter),
        _ => None,
    }
}

/// `19 DELETION`, `18-21 MUTATION`.
fn exons(rest: &str) -> Target {
    let Some((numbers, kind)) = rest.split_once(' ') else {
        return Target::Other;
    };
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    let class = match kind.trim() {
        "MUTATION" | "MUTATIONS" => Class::Mutation,
        "DELETION" | "DELETIONS" => Class::Deletion,
        "INSERTION" | "INSERTIONS" => Class::Insertion,
        "FRAMESHIFT" | "TRUNCATION" | "TRUNCATING MUTATION" => Class::Truncating,
        _ => return Target::Other,
    };
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) => Target::Exons(first, last, class),
        _ => Target::Other,
    }
}

/// `G719` → 719.
fn codon(text: &str) -> Option<u32> {
    let mut letters = text.chars();
    letters.next().filter(|c| c.is_ascii_uppercase())?;
    letters.as_str().parse().ok()
}

/// A residue letter, a number, and then something more; no space.
fn is_protein(upper: &str) -> bool {
    let rest = upper
        .strip_prefix(|c: char| c.is_ascii_uppercase() || c == '*')
        .unwrap_or("");
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < rest.len() && !after.is_empty() && !upper.contains([' ', ':', ','])
}

/// `K171FS*12` and `K171GFS*12` → `K171FS`: the length of a new reading frame is rarely stated.
fn without_length(upper: &str) -> String {
    let Some(at) = upper.find("FS") else {
        return upper.to_owned();
    };
    let head = upper.get(..at).unwrap_or("");
    let digits = head
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(head.len(), |d| d + 1);
    format!("{}FS", head.get(..digits).unwrap_or(head))
}

/// A variant in the ways in which a name may speak of it.
pub(super) struct Spoken<'a> {
    effect: &'a Effect,
    protein: Option<String>,
    coding: Option<&'a str>,
}

impl<'a> Spoken<'a> {
    pub(super) fn of(effect: &'a Effect) -> Self {
        let protein = effect
            .hgvs_p
            .as_deref()
            .and_then(short)
            .map(|p| without_length(&p.to_uppercase()));
        let coding = effect.hgvs_c.as_deref().and_then(|c| c.rsplit(':').next());
        Self {
            effect,
            protein,
            coding,
        }
    }

    /// Whether the variant is what the name speaks of, and how closely.
    pub(super) fn is(&self, target: &Target) -> Option<Specificity> {
        let (fits, how) = match target {
            Target::Protein(change) => (
                self.protein.as_deref() == Some(change),
                Specificity::Protein,
            ),
            Target::Coding(change) => (
                self.coding.is_some_and(|c| same_coding(c, change)),
                Specificity::Protein,
            ),
            Target::Codons(at) => (
                self.effect.changes_protein()
                    && self.effect.residue.is_some_and(|r| at.contains(&r)),
                Specificity::Codon,
            ),
            Target::Exons(first, last, class) => (
                self.effect
                    .exon_number()
                    .is_some_and(|e| (*first..=*last).contains(&e))
                    && self.is_class(*class),
                Specificity::Exon,
            ),
            Target::Gene(class) => (self.is_class(*class), Specificity::Class),
            Target::Other => (false, Specificity::Class),
        };
        fits.then_some(how)
    }

    fn is_class(&self, class: Class) -> bool {
        match class {
            Class::Mutation => self.effect.changes_protein(),
            Class::Truncating => self.effect.truncates(),
            Class::Deletion => self.effect.has("inframe_deletion"),
            Class::Insertion => self.effect.has("inframe_insertion"),
            // Promoters reach some hundred bases upstream; further away is another matter.
            Class::Promoter => {
                self.effect.has("5_prime_UTR_variant")
                    || (self.effect.has("upstream_gene_variant")
                        && self.effect.distance.is_some_and(|d| d <= 300))
            }
        }
    }
}

/// `c.224_226delTCT` and `c.224_226del` are the same.
fn same_coding(ours: &str, theirs: &str) -> bool {
    let cut = |text: &str| {
        let kind = ["del", "dup"]
            .iter()
            .find_map(|k| text.find(k).map(|at| at + 3));
        let plain = kind.filter(|_| !text.contains("ins"));
        text.get(..plain.unwrap_or(text.len()))
            .unwrap_or(text)
            .to_owned()
    };
    cut(ours) == cut(theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_what_a_curator_reads() {
        let cases = [
            ("L858R", Target::Protein("L858R".to_owned())),
            ("V600", Target::Codons(vec![600])),
            ("G12/G13", Target::Codons(vec![12, 13])),
            ("EXON 19 DELETION", Target::Exons(19, 19, Class::Deletion)),
            ("MUTATION", Target::Gene(Class::Mutation)),
            ("PROMOTER MUTATION", Target::Gene(Class::Promoter)),
            (
                "F76del (c.224_226delTCT)",
                Target::Coding("c.224_226delTCT".to_owned()),
            ),
            ("K171fs*12", Target::Protein("K171FS".to_owned())),
            ("E746_A750del", Target::Protein("E746_A750DEL".to_owned())),
            ("EXPRESSION", Target::Other),
            ("EML4-ALK", Target::Other),
            ("Ex19 del L858R", Target::Other),
            ("AMPLIFICATION", Target::Other),
        ];
        for (name, means) in cases {
            assert_eq!(Target::parse(name), means, "{name}");
        }
    }

    #[test]
    fn codons_are_those_that_are_named_one_by_one() {
        let of = |name| Target::parse(name).codons();
        assert_eq!((of("L858R"), of("G12/G13")), (vec![858], vec![12, 13]));
        assert_eq!(of("E746_A750del"), vec![746]);
        for name in ["K171fs*12", "R213*", "MUTATION", "EXON 19 DELETION"] {
            assert!(of(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn lengths_of_deletions_do_not_part_equal_changes() {
        assert!(same_coding("c.224_226del", "c.224_226delTCT"));
        assert!(!same_coding("c.224_226del", "c.224_227del"));
        assert!(!same_coding("c.224_226delinsA", "c.224_226delinsG"));
    }
}
