//! What a variant does to genes, and what public knowledge says about it.
//!
//! Consequences and HGVS come from `vareffect` over transcripts and a genome that the caller brings; evidence comes from files of
//! ClinVar, CIViC, HPO, MONDO, OncoTree and HGNC. Positions that leave this crate are GRCh38, 1-based as in a VCF.
//! It never guesses: what a source does not say is absent, and what cannot be mapped is listed.

pub mod acmg_sf;
pub mod allele;
pub mod chain;
pub mod civic;
pub mod clinvar;
pub mod consequence;
pub mod disease;
mod error;
pub mod file;
pub mod genes;
pub mod genome;
pub mod hpo;
pub mod rank;
pub mod structural;
pub mod tier;
pub mod transcripts;
pub mod window;

pub use consequence::{Annotator, Effect, Place};
pub use error::Error;
