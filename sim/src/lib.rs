//! A synthetic programme: people, a genome, its genes and knowledge, and reads of patients who do not exist.
//!
//! Everything follows from a seed. Formats are those of the field; names, genes and diseases are invented and say so
//! (`SYN1`, `HP:9900001`). The same [`Programme`] can also be put together from given slices of real sequence.
//! Nothing here is used by the areas: only by demonstrations and tests.

pub mod bad;
mod chance;
mod data;
mod error;
pub mod genome;
mod knowledge;
mod manifest;
pub mod people;
mod programme;
mod reads;
pub mod scenario;
mod signing;
mod synthetic;

pub use chance::Chance;
pub use error::Error;
pub use programme::{Lane, Phenotype, Planted, Programme, Role, Sample, Set, Size};
pub use signing::VendorKey;
