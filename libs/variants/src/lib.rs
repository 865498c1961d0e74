//! Small variants, structural variants and the people they belong to.
//!
//! What is here: a text model of VCF that streams ([`vcf`]), left alignment and splitting ([`normalise`]), indel genotypes
//! from spanning reads ([`spanning`]), comparison
//! with a truth set by replaying haplotypes ([`compare`]), the somatic likelihood model over joint candidates
//! ([`somatic`]), inheritance in a trio ([`trio`]), who a sample is and what else is in it ([`identity`]), mutational
//! burden ([`burden`]), structural variants of a pair ([`structural`]), cut-out reference contigs ([`slices`]) and
//! depth summaries ([`coverage`]). [`steps`] offers each of them as one call from file paths to files.
//!
//! What is never here: a word of the programme (case, consent, report), a process started, a network call, a clock.
//!
//! Coordinates: fields called `pos` are 1-based as in VCF; `start..end` are 0-based and half-open.

pub mod burden;
pub mod compare;
pub mod coverage;
mod error;
pub mod gate;
pub mod genes;
pub mod identity;
pub mod normalise;
pub mod reference;
pub mod regions;
pub mod slices;
pub mod somatic;
pub mod spanning;
pub mod steps;
pub mod structural;
mod text;
pub mod trio;
pub mod vcf;

pub use error::Error;
pub use reference::Reference;
pub use regions::Regions;
