//! A synthetic genome: contigs with a realistic share of G and C, and genes with whole reading frames.

mod base;
mod gene;
mod person;
mod tumour;
mod vary;

pub(crate) use base::{other, reverse_complement};
pub use gene::{Gene, change};
pub use person::{Genotypes, Haplotypes, child, planted, unrelated};
pub use tumour::{PURITY, SUBCLONE, Tumour, tumour};
pub use vary::{Site, Variant};

use crate::{Size, chance::Chance};

/// A contig of the reference.
#[derive(Debug, Clone)]
pub struct Contig {
    /// `chrS1` …
    pub name: String,
    /// Upper-case letters.
    pub bases: Vec<u8>,
}

/// The reference with its genes and the sites where people differ.
#[derive(Debug, Clone)]
pub struct Genome {
    /// Contigs in order.
    pub contigs: Vec<Contig>,
    /// Genes in order of position.
    pub genes: Vec<Gene>,
    /// Where people differ, in order of position.
    pub sites: Vec<Site>,
}

impl Genome {
    /// A genome of about 300 kb (64 kb if small).
    #[must_use]
    pub fn of_seed(seed: u64, size: Size) -> Self {
        let mut rng = Chance::of_seed(seed);
        let lengths = match size {
            Size::Demo => [130_000, 100_000, 70_000],
            Size::Small => [30_000, 20_000, 14_000],
        };
        let mut contigs: Vec<Contig> = (1..)
            .zip(lengths)
            .map(|(n, length)| Contig {
                name: format!("chrS{n}"),
                bases: base::bases(length, &mut rng),
            })
            .collect();
        let genes = gene::put_genes(&mut contigs, &mut rng);
        let sites = vary::sites(&contigs, &genes, &mut rng);
        Self {
            contigs,
            genes,
            sites,
        }
    }

    /// The gene of a symbol.
    #[must_use]
    pub fn gene(&self, symbol: &str) -> Option<&Gene> {
        self.genes.iter().find(|g| g.symbol == symbol)
    }

    /// Bases of all contigs.
    #[must_use]
    pub fn length(&self) -> usize {
        self.contigs.iter().map(|c| c.bases.len()).sum()
    }
}
