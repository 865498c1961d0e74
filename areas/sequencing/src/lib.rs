//! Orders to vendors, deliveries of reads, the intake that reads every file once, quarantine, and the clock of two weeks.
//!
//! Hears: withdrawal of consent. Tells: which reads of a case were accepted ([`facts`]).
//! Never: accepts a file that failed a check, loses one that did, keeps reads unencrypted after the intake, stores a name.

pub mod decide;
pub mod pages;
pub mod react;
pub mod rules;
mod store;
pub mod words;

pub use crate::store::migrations;
