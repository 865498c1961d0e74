//! Pure rules.

pub mod labels;
pub mod progress;
pub mod provenance;
pub mod steps;
