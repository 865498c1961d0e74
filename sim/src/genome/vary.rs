//! Variants, and the sites where people differ.

use rand::Rng;

use crate::chance::Chance;

use super::{Contig, Gene, base};

/// One allele on one haplotype. 0-based position; both alleles share their first letter if lengths differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variant {
    /// Index of the contig.
    pub contig: usize,
    /// First letter.
    pub pos: usize,
    /// Letters of the reference.
    pub reference: Vec<u8>,
    /// Letters instead.
    pub alternative: Vec<u8>,
}

/// A site where people differ.
#[derive(Debug, Clone)]
pub struct Site {
    /// The rarer allele.
    pub variant: Variant,
    /// Its frequency.
    pub frequency: f64,
}

/// A site every 550 bases or so, one in eight an insertion or deletion; none where known changes are planted.
pub(super) fn sites(contigs: &[Contig], genes: &[Gene], rng: &mut Chance) -> Vec<Site> {
    let mut out = Vec::new();
    for (index, contig) in contigs.iter().enumerate() {
        let mut pos = 400;
        while pos + 400 < contig.bases.len() {
            let coding = genes.iter().any(|g| {
                g.contig == index
                    && g.coding
                        .iter()
                        .any(|&(a, b)| (a.saturating_sub(40)..b + 40).contains(&pos))
            });
            if !coding {
                let variant = small(contig, index, pos, rng.random_bool(0.125), rng);
                out.push(Site {
                    variant,
                    frequency: rng.random_range(0.15..0.5),
                });
            }
            pos += rng.random_range(350..750);
        }
    }
    out
}

/// A small variant at a position: a substitution, or one to eight letters more or fewer.
pub(super) fn small(
    contig: &Contig,
    index: usize,
    pos: usize,
    indel: bool,
    rng: &mut Chance,
) -> Variant {
    let first = contig.bases.get(pos).copied().unwrap_or(b'A');
    if !indel {
        let alternative = vec![base::other(first, rng)];
        return Variant {
            contig: index,
            pos,
            reference: vec![first],
            alternative,
        };
    }
    let length = rng.random_range(1..=8);
    let (mut reference, mut alternative) = (vec![first], vec![first]);
    if rng.random_bool(0.5) {
        reference = contig
            .bases
            .get(pos..=pos + length)
            .unwrap_or(&[first])
            .to_vec();
    } else {
        alternative.extend(base::bases_of(length, rng));
    }
    Variant {
        contig: index,
        pos,
        reference,
        alternative,
    }
}

/// The contig with edits made; edits do not overlap.
pub(super) fn edited(bases: &[u8], from: usize, to: usize, edits: &[&Variant]) -> Vec<u8> {
    let (mut out, mut read) = (Vec::with_capacity(to - from + 64), from);
    for edit in edits.iter().filter(|e| e.pos >= from && e.pos < to) {
        if edit.pos < read {
            continue;
        }
        out.extend(bases.get(read..edit.pos).unwrap_or_default());
        out.extend(&edit.alternative);
        read = edit.pos + edit.reference.len();
    }
    out.extend(bases.get(read.min(to)..to).unwrap_or_default());
    out
}
