//! The rules: how each part of a report is written, what makes a quorum, what a person chose to be told.

pub mod choices;
pub mod genes;
pub mod parts;
pub mod quorum;
