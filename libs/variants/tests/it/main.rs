//! Tests over files, made-up haplotypes and, where it is present, given data.

#![expect(clippy::unwrap_used, reason = "tests")]

mod adversarial;
mod bench;
mod calling;
mod data;
mod files;
mod haplotypes;
mod kit;
mod people;
