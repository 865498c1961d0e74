//! Tubes: numbered, collected, labelled, shipped with a scan out and a scan in, accepted, and destroyed when consent is withdrawn.
//!
//! Hears: withdrawal of consent. Tells: where a tube stands ([`facts`]).
//! Never: moves a tube without consent in force, reuses a number, loses a parcel that is on its way, stores a name.

//mod api;
pub mod decide;
//pub mod facts;
pub mod react;
pub mod rules;
mod store;
pub mod words;

pub use crate::store::migrations;
