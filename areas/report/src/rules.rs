//! The rules: how each part of a report is written, what makes a quorum, what a person chose to be told.

pub mod choices;
pub mod diff;
pub mod genes;
pub mod mend;
pub mod minutes;
pub mod parts;
pub mod prepare;
pub mod quorum;
