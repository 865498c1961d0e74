//! The decision for one allele.

use serde::Serialize;

use super::{Sex, Trio};

/// Limits of a confident decision.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// log10 ratio for a new allele.
    pub min_ratio: f64,
    /// log10 odds for saying that a parent carries an allele or does not.
    pub min_odds: f64,
    pub min_parent_depth: f64,
    pub min_child_depth: f64,
    /// Share of the child's reads that must show a new allele.
    pub min_child_fraction: f64,
    /// Reads of a parent that may show a new allele (and at most this share of them).
    pub max_parent_reads: f64,
    pub max_parent_fraction: f64,
    pub min_quality: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_ratio: 3.0,
            min_odds: 1.0,
            min_parent_depth: 10.0,
            min_child_depth: 10.0,
            min_child_fraction: 0.25,
            max_parent_reads: 1.0,
            max_parent_fraction: 0.05,
            min_quality: 30.0,
        }
    }
}

/// How an allele came to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inheritance {
    DeNovo,
    Maternal,
    Paternal,
    /// Both parents carry it and the child has one copy.
    EitherParent,
    /// One copy from each parent.
    HomRecessive,
    /// On X of a boy, from the mother.
    XLinked,
    /// The reads do not decide, or the genotypes contradict each other.
    Unclear,
}

impl Inheritance {
    pub fn name(self) -> &'static str {
        match self {
            Self::DeNovo => "de_novo",
            Self::Maternal => "maternal",
            Self::Paternal => "paternal",
            Self::EitherParent => "either_parent",
            Self::HomRecessive => "hom_recessive",
            Self::XLinked => "x_linked",
            Self::Unclear => "unclear",
        }
    }
}

/// What was decided, and what speaks against it (empty = nothing).
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    pub inheritance: Inheritance,
    /// log10 ratio of a new allele against its alternatives.
    pub ratio: f64,
    pub doubts: Vec<&'static str>,
    /// Genotypes that no transmission explains.
    pub mendel_error: bool,
}

/// Which parents can hand an allele down at this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Autosome,
    MothersX,
    FathersY,
}

/// Pseudo-autosomal regions of X in GRCh38, 1-based inclusive.
const PSEUDO_AUTOSOMAL_X: [(u64, u64); 2] = [(10_001, 2_781_479), (155_701_383, 156_030_895)];

fn place(contig: &str, pos: u64, sex: Sex) -> Place {
    let pseudo = PSEUDO_AUTOSOMAL_X
        .iter()
        .any(|(start, end)| (*start..=*end).contains(&pos));
    match (contig.trim_start_matches("chr"), sex) {
        ("X", Sex::Male) if !pseudo => Place::MothersX,
        ("Y", Sex::Male) => Place::FathersY,
        _ => Place::Autosome,
    }
}

/// Decides for an allele the child has (`copies` from its genotype: 1 or 2).
pub fn judge(
    trio: &Trio,
    contig: &str,
    pos: u64,
    sex: Sex,
    copies: usize,
    quality: Option<f64>,
    options: &Options,
) -> Judgement {
    let place = place(contig, pos, sex);
    let (mother, father) = (place != Place::FathersY, place != Place::MothersX);
    let ratio = trio.de_novo_ratio(mother, father);
    let (inheritance, mendel_error) = match place {
        Place::Autosome => autosomal(trio, copies, options),
        Place::MothersX => (
            single(trio.mother.odds(), Inheritance::XLinked, options),
            false,
        ),
        Place::FathersY => (
            single(trio.father.odds(), Inheritance::Paternal, options),
            false,
        ),
    };
    let mut doubts = Vec::new();
    if quality.is_some_and(|q| q < options.min_quality) || trio.child.odds() < options.min_odds {
        doubts.push("low_quality");
    }
    if trio.child.depth < options.min_child_depth {
        doubts.push("child_depth");
    }
    if inheritance == Inheritance::DeNovo {
        let parents = [(mother, &trio.mother), (father, &trio.father)];
        let asked = || {
            parents
                .iter()
                .filter(|(asked, _)| *asked)
                .map(|(_, parent)| parent)
        };
        if ratio < options.min_ratio {
            doubts.push("weak_de_novo");
        }
        if asked().any(|p| p.depth < options.min_parent_depth) {
            doubts.push("parent_depth");
        }
        if asked().any(|p| {
            p.alternate > options.max_parent_reads || p.fraction() > options.max_parent_fraction
        }) {
            doubts.push("parent_reads");
        }
        if trio.child.fraction() < options.min_child_fraction {
            doubts.push("child_fraction");
        }
    }
    Judgement {
        inheritance,
        ratio,
        doubts,
        mendel_error,
    }
}

/// One parent only.
fn single(odds: f64, inherited: Inheritance, options: &Options) -> Inheritance {
    if odds >= options.min_odds {
        inherited
    } else if odds <= -options.min_odds {
        Inheritance::DeNovo
    } else {
        Inheritance::Unclear
    }
}

fn autosomal(trio: &Trio, copies: usize, options: &Options) -> (Inheritance, bool) {
    let (mother, father) = (trio.mother.odds(), trio.father.odds());
    if mother.abs() < options.min_odds || father.abs() < options.min_odds {
        return (Inheritance::Unclear, false);
    }
    match (mother > 0.0, father > 0.0, copies) {
        (true, true, 2) => (Inheritance::HomRecessive, false),
        (true, true, _) => match (trio.mother.best(), trio.father.best()) {
            (2, 2) => (Inheritance::Unclear, true), // the child should have two
            (2, _) => (Inheritance::Maternal, false),
            (_, 2) => (Inheritance::Paternal, false),
            _ => (Inheritance::EitherParent, false),
        },
        // Two copies from one parent: a deletion on the other haplotype, uniparental disomy, or an error.
        (false, true, 2) | (true, false, 2) => (Inheritance::Unclear, true),
        (true, false, _) => (Inheritance::Maternal, false),
        (false, true, _) => (Inheritance::Paternal, false),
        (false, false, 2) => (Inheritance::Unclear, true),
        (false, false, _) => (Inheritance::DeNovo, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trio::Member;

    fn member(reference: f64, alternate: f64) -> Member {
        let at = |f: f64| alternate * f.log10() + reference * (1.0 - f).log10();
        Member {
            copies: [at(0.002), at(0.5), at(0.998)],
            reference,
            alternate,
            depth: reference + alternate,
        }
    }

    fn decide(
        child: Member,
        mother: Member,
        father: Member,
        contig: &str,
        sex: Sex,
        copies: usize,
    ) -> Judgement {
        judge(
            &Trio {
                child,
                mother,
                father,
            },
            contig,
            50_000_000,
            sex,
            copies,
            Some(200.0),
            &Options::default(),
        )
    }

    #[test]
    fn every_way_of_inheritance() {
        let (none, one, two) = (member(30.0, 0.0), member(15.0, 15.0), member(0.0, 30.0));
        let say = |c, m, f, copies| decide(c, m, f, "chr1", Sex::Unknown, copies).inheritance;
        assert_eq!(say(one, none, none, 1), Inheritance::DeNovo);
        assert_eq!(say(one, one, none, 1), Inheritance::Maternal);
        assert_eq!(say(one, none, two, 1), Inheritance::Paternal);
        assert_eq!(say(one, two, one, 1), Inheritance::Maternal);
        assert_eq!(say(one, one, one, 1), Inheritance::EitherParent);
        assert_eq!(say(two, one, one, 2), Inheritance::HomRecessive);
        assert_eq!(say(one, member(1.0, 0.0), none, 1), Inheritance::Unclear);
        assert!(decide(two, one, none, "chr1", Sex::Unknown, 2).mendel_error);
        assert!(decide(one, two, two, "chr1", Sex::Unknown, 1).mendel_error);
    }

    #[test]
    fn a_boys_x_comes_from_his_mother() {
        let (none, one, two) = (member(30.0, 0.0), member(15.0, 15.0), member(0.0, 30.0));
        assert_eq!(
            decide(two, one, none, "chrX", Sex::Male, 2).inheritance,
            Inheritance::XLinked
        );
        assert_eq!(
            decide(two, none, two, "chrX", Sex::Male, 2).inheritance,
            Inheritance::DeNovo
        );
        assert_eq!(
            decide(one, none, two, "chrX", Sex::Female, 1).inheritance,
            Inheritance::Paternal
        );
    }

    #[test]
    fn a_new_allele_needs_covered_and_clean_parents() {
        let (none, one) = (member(30.0, 0.0), member(15.0, 15.0));
        assert!(
            decide(one, none, none, "chr1", Sex::Unknown, 1)
                .doubts
                .is_empty()
        );
        assert_eq!(
            decide(one, member(6.0, 0.0), none, "chr1", Sex::Unknown, 1).doubts,
            ["weak_de_novo", "parent_depth"]
        );
        assert_eq!(
            decide(one, member(28.0, 2.0), none, "chr1", Sex::Unknown, 1).doubts,
            ["parent_reads"]
        );
    }
}
