//! A tumour: small somatic variants in two clones, four structural variants on one haplotype, normal cells between.

use rand::Rng;

use crate::chance::Chance;

use super::{
    Genome,
    base::reverse_complement,
    person::{Genotypes, Haplotypes},
    vary::{Variant, edited, small},
};

/// Share of tumour cells in the sample.
pub const PURITY: f64 = 0.7;
/// Share of tumour cells with the later variants.
pub const SUBCLONE: f64 = 0.4;

/// A tumour of a person.
#[derive(Debug, Clone)]
pub struct Tumour {
    /// Somatic alleles: side, variant, whether only the subclone has it.
    pub small: Vec<(usize, Variant, bool)>,
    /// Structural variants on side 0.
    pub structural: Structural,
}

/// 0-based places of the structural variants; ends excluded.
#[derive(Debug, Clone)]
pub struct Structural {
    /// Contig, start, end of what is lost.
    pub deleted: (usize, usize, usize),
    /// Contig, start, end of what is there twice in a row.
    pub doubled: (usize, usize, usize),
    /// Contig, start, end of what is turned round.
    pub inverted: (usize, usize, usize),
    /// Two contigs, each with the place where it breaks: their ends are exchanged.
    pub exchanged: ((usize, usize), (usize, usize)),
}

/// Grows a tumour with known drivers in a person.
#[must_use]
pub fn tumour(genome: &Genome, person: &Genotypes, drivers: Vec<Variant>, seed: u64) -> Tumour {
    let mut rng = Chance::of_seed(seed);
    let structural = structural(genome);
    let mut taken: Vec<(usize, usize)> = person
        .0
        .iter()
        .flatten()
        .map(|v| (v.contig, v.pos))
        .collect();
    taken.extend(drivers.iter().map(|v| (v.contig, v.pos)));
    let mut out: Vec<(usize, Variant, bool)> = drivers.into_iter().map(|v| (1, v, false)).collect();
    let wanted = genome.length() / 4_000;
    while out.len() < wanted {
        let index = rng.random_range(0..genome.contigs.len());
        let Some(contig) = genome.contigs.get(index) else {
            continue;
        };
        let pos = rng.random_range(600..contig.bases.len() - 600);
        let near = taken
            .iter()
            .any(|&(c, p)| c == index && p.abs_diff(pos) < 120);
        if near || structural.touches(index, pos) {
            continue;
        }
        let indel = rng.random_bool(0.2);
        let variant = small(contig, index, pos, indel, &mut rng);
        taken.push((index, pos));
        let later = rng.random_bool(0.3);
        out.push((usize::from(rng.random_bool(0.5)), variant, later));
    }
    out.sort_by(|a, b| a.1.cmp(&b.1));
    Tumour {
        small: out,
        structural,
    }
}

fn structural(genome: &Genome) -> Structural {
    let at = |index: usize, share: usize| {
        genome
            .contigs
            .get(index)
            .map_or(0, |c| c.bases.len() * share / 100)
    };
    let long = genome.length() > 200_000;
    let span = |index: usize, share: usize| {
        let start = at(index, share);
        (index, start, start + if long { 7_000 } else { 1_500 })
    };
    Structural {
        deleted: span(0, 35),
        doubled: span(1, 37),
        inverted: span(2, 36),
        exchanged: ((0, at(0, 88)), (1, at(1, 90))),
    }
}

impl Structural {
    /// Whether a place is in or close to a structural variant.
    #[must_use]
    pub fn touches(&self, contig: usize, pos: usize) -> bool {
        let spans = [self.deleted, self.doubled, self.inverted];
        let breaks = [self.exchanged.0, self.exchanged.1];
        spans
            .iter()
            .any(|&(c, a, b)| c == contig && (a.saturating_sub(500)..b + 500).contains(&pos))
            || breaks
                .iter()
                .any(|&(c, p)| c == contig && p.abs_diff(pos) < 500)
    }
}

impl Tumour {
    /// The sequences in the tumour sample, normal cells included.
    #[must_use]
    pub fn haplotypes(&self, genome: &Genome, person: &Genotypes) -> Haplotypes {
        let weighted =
            |list: Haplotypes, weight: f64| list.into_iter().map(move |(s, w)| (s, w * weight));
        let normal = person.haplotypes(genome);
        let early = self.cells(genome, person, false);
        let late = self.cells(genome, person, true);
        weighted(normal, 1.0 - PURITY)
            .chain(weighted(early, PURITY * (1.0 - SUBCLONE)))
            .chain(weighted(late, PURITY * SUBCLONE))
            .collect()
    }

    fn cells(&self, genome: &Genome, person: &Genotypes, late: bool) -> Haplotypes {
        let mut own = person.clone();
        for (side, variant, later) in &self.small {
            if !later || late {
                own = super::planted(own, *side, Some(variant.clone()));
            }
        }
        let rearranged = self.rearranged(genome, own.0.first().map_or(&[][..], Vec::as_slice));
        let whole = Genotypes([Vec::new(), std::mem::take(&mut own.0[1])]);
        let other = whole
            .haplotypes(genome)
            .into_iter()
            .skip(genome.contigs.len());
        rearranged
            .into_iter()
            .map(|s| (s, 1.0))
            .chain(other)
            .collect()
    }

    /// Side 0 with its structural variants.
    fn rearranged(&self, genome: &Genome, side: &[Variant]) -> Vec<Vec<u8>> {
        let s = &self.structural;
        let mut edits: Vec<Variant> = side.iter().filter(|v| !self.inside(v)).cloned().collect();
        let cut = |(contig, start, end): (usize, usize, usize)| {
            let bases = genome
                .contigs
                .get(contig)
                .and_then(|c| c.bases.get(start..end));
            bases.unwrap_or_default().to_vec()
        };
        let edit = |at: (usize, usize, usize), alternative: Vec<u8>| Variant {
            contig: at.0,
            pos: at.1,
            reference: cut(at),
            alternative,
        };
        edits.push(edit(s.deleted, Vec::new()));
        edits.push(edit(s.doubled, cut(s.doubled).repeat(2)));
        edits.push(edit(s.inverted, reverse_complement(&cut(s.inverted))));
        edits.sort();
        let part = |contig: usize, from: usize, to: usize| {
            let own: Vec<&Variant> = edits.iter().filter(|v| v.contig == contig).collect();
            genome
                .contigs
                .get(contig)
                .map(|c| edited(&c.bases, from, to.min(c.bases.len()), &own))
                .unwrap_or_default()
        };
        let ((one, p), (two, q)) = s.exchanged;
        let mut out = vec![
            [part(one, 0, p), part(two, q, usize::MAX)].concat(),
            [part(two, 0, q), part(one, p, usize::MAX)].concat(),
        ];
        let rest = (0..genome.contigs.len()).filter(|c| *c != one && *c != two);
        out.extend(rest.map(|c| part(c, 0, usize::MAX)));
        out
    }

    /// Variants inside a rearranged piece stay out of it: the piece is moved as the reference has it.
    fn inside(&self, v: &Variant) -> bool {
        let s = &self.structural;
        let end = v.pos + v.reference.len();
        [s.deleted, s.doubled, s.inverted]
            .iter()
            .any(|&(c, a, b)| c == v.contig && v.pos < b && end > a)
    }
}
