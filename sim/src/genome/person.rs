//! Two haplotypes per person; a child takes one from each parent.

use rand::Rng;

use crate::chance::Chance;

use super::{
    Genome,
    vary::{Variant, edited},
};

/// What a person carries: `[maternal, paternal]`, in order of position.
#[derive(Debug, Clone, Default)]
pub struct Genotypes(pub [Vec<Variant>; 2]);

/// The sequences of a person: each has bases and how often it is there per cell.
pub type Haplotypes = Vec<(Vec<u8>, f64)>;

/// Somebody drawn from the population.
#[must_use]
pub fn unrelated(genome: &Genome, seed: u64) -> Genotypes {
    let mut rng = Chance::of_seed(seed);
    let mut out = Genotypes::default();
    for site in &genome.sites {
        for side in &mut out.0 {
            if rng.random_bool(site.frequency) {
                side.push(site.variant.clone());
            }
        }
    }
    out
}

/// A child: one recombined haplotype of each parent.
#[must_use]
pub fn child(genome: &Genome, mother: &Genotypes, father: &Genotypes, seed: u64) -> Genotypes {
    let mut rng = Chance::of_seed(seed);
    let mut gamete = |parent: &Genotypes| -> Vec<Variant> {
        let mut out = Vec::new();
        for (index, contig) in genome.contigs.iter().enumerate() {
            let cross = rng.random_range(0..contig.bases.len());
            let first = usize::from(rng.random_bool(0.5));
            for (side, variants) in parent.0.iter().enumerate() {
                let takes =
                    |v: &&Variant| v.contig == index && ((v.pos < cross) == (side == first));
                out.extend(variants.iter().filter(takes).cloned());
            }
        }
        out.sort();
        out
    };
    Genotypes([gamete(mother), gamete(father)])
}

/// The same person with one more allele on one side.
#[must_use]
pub fn planted(mut person: Genotypes, side: usize, variant: Option<Variant>) -> Genotypes {
    if let (Some(list), Some(variant)) = (person.0.get_mut(side), variant)
        && !list.contains(&variant)
    {
        list.push(variant);
        list.sort();
    }
    person
}

impl Genotypes {
    /// All alleles with whether each side has them, in order of position.
    #[must_use]
    pub fn table(&self) -> Vec<(Variant, [bool; 2])> {
        let mut all: Vec<Variant> = self.0.iter().flatten().cloned().collect();
        all.sort();
        all.dedup();
        all.into_iter()
            .map(|v| {
                let has = self.has(&v);
                (v, has)
            })
            .collect()
    }

    /// Which sides have an allele.
    #[must_use]
    pub fn has(&self, variant: &Variant) -> [bool; 2] {
        [0, 1].map(|side| {
            self.0
                .get(side)
                .is_some_and(|l| l.binary_search(variant).is_ok())
        })
    }

    /// The sequences of this person's cells.
    #[must_use]
    pub fn haplotypes(&self, genome: &Genome) -> Haplotypes {
        let mut out = Vec::new();
        for side in &self.0 {
            for (index, contig) in genome.contigs.iter().enumerate() {
                let edits: Vec<&Variant> = side.iter().filter(|v| v.contig == index).collect();
                out.push((edited(&contig.bases, 0, contig.bases.len(), &edits), 1.0));
            }
        }
        out
    }
}
