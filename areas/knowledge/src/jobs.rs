//! Effects: finding the files of an import and building what the engine loads.

mod build;
pub(crate) use build::artefact;
mod find;
pub(crate) mod import;
