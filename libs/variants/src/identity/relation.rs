//! How alike two samples are.

use serde::Serialize;

use super::{Sketch, Zygosity};

/// Counts over the sites both samples have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Relation {
    pub sites: u64,
    /// Both homozygous, for different alleles.
    pub ibs0: u64,
    /// The same genotype.
    pub ibs2: u64,
    pub het_first: u64,
    pub het_second: u64,
    pub shared_het: u64,
    /// (shared het − 2 × IBS0) / the smaller number of het: about 1 for the same person, ½ for parent and child.
    pub relatedness: Option<f64>,
}

/// Relates two samples (counts as in somalier: Pedersen et al. 2020).
pub fn relation(first: &Sketch, second: &Sketch) -> Relation {
    let mut relation = Relation::default();
    for (a, b) in first.shared(second) {
        let (Some(a), Some(b)) = (a.zygosity(), b.zygosity()) else {
            continue;
        };
        relation.sites += 1;
        let het = (a == Zygosity::Het, b == Zygosity::Het);
        relation.het_first += u64::from(het.0);
        relation.het_second += u64::from(het.1);
        relation.shared_het += u64::from(het == (true, true));
        relation.ibs2 += u64::from(a == b);
        relation.ibs0 += u64::from(het == (false, false) && a != b);
    }
    let least = relation.het_first.min(relation.het_second);
    if least > 0 {
        relation.relatedness =
            Some((relation.shared_het as f64 - 2.0 * relation.ibs0 as f64) / least as f64);
    }
    relation
}

/// Agreement of a tumour with the normal at places where a tumour cannot differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Concordance {
    /// Sites homozygous for the alternate in the normal, with enough reads in the tumour.
    pub hom_alt: u64,
    /// Of these, homozygous in the tumour too.
    pub kept: u64,
    /// Homozygous in both, for different alleles.
    pub ibs0: u64,
    /// Heterozygous in the normal, and of these without either allele in the tumour.
    pub het: u64,
    pub het_lost: u64,
    /// (kept − 2 × IBS0) / hom_alt.
    pub value: Option<f64>,
}

/// Compares where the normal is homozygous for the alternate: loss of one copy, gain, and admixed normal cells leave
/// such a site as it is, while another person often has the other allele. Sites where only the tumour has an
/// alternate are not counted as disagreement unless it is homozygous there: they may be somatic.
pub fn concordance(tumour: &Sketch, normal: &Sketch) -> Concordance {
    let mut found = Concordance::default();
    for (t, n) in tumour.shared(normal) {
        let (Some(zygosity), true) = (n.zygosity(), t.depth() >= 10) else {
            continue;
        };
        let fraction = t.fraction();
        match zygosity {
            Zygosity::HomAlt => {
                found.hom_alt += 1;
                found.kept += u64::from(fraction >= 0.9);
                found.ibs0 += u64::from(fraction <= 0.1);
            }
            Zygosity::HomRef => found.ibs0 += u64::from(fraction >= 0.9),
            Zygosity::Het => {
                found.het += 1;
                found.het_lost += u64::from(!(0.02..=0.98).contains(&fraction));
            }
        }
    }
    if found.hom_alt > 0 {
        found.value = Some((found.kept as f64 - 2.0 * found.ibs0 as f64) / found.hom_alt as f64);
    }
    found
}
