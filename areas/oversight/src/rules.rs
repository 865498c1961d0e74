//! How events become progress, and how a digest travels through a case.

pub mod progress;
pub mod provenance;
pub mod steps;
