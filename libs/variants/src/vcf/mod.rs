//! VCF as text that streams: fields stay strings until somebody asks.
//!
//! A caller's output often bends the specification (unknown tags, missing header lines, symbolic alleles of its own).
//! Nothing here rejects a record for that; only what a kernel reads is checked.

mod header;
mod read;
mod record;
mod write;

pub use header::{Header, Number};
pub use read::Reader;
pub use record::{Genotype, Record};
pub use write::Writer;
