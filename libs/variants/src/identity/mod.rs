//! Whose sample this is, and what else is in it.
//!
//! A sample is reduced to a [`Sketch`]: reads with the reference and with the alternate base at known SNP sites. Where
//! no panel of sites is given, the sites are the samples' own calls; a sketch says which. From sketches follow
//! concordance of a pair, relatedness of a family, contamination and sex; from the candidates of a pair follows how much
//! tumour is in the normal, which also shows exchanged labels.

mod contamination;
mod gates;
mod relation;
mod sex;
mod sketch;
mod tumour_in_normal;

pub use contamination::{Contamination, in_normal, in_tumour};
pub use gates::{family, pair, single};
pub use relation::{Concordance, Relation, concordance, relation};
pub use sex::{SexCounts, SexGuess, guess};
pub use sketch::{Site, SitesFrom, Sketch, Zygosity, write_sites};
pub use tumour_in_normal::{TumourInNormal, tumour_in_normal};
