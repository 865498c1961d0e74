//! Versioned releases of outside knowledge: genome, transcripts, ClinVar, CIViC, HPO, MONDO, OncoTree.
//!
//! Hears: nothing. Tells: which releases are in use, and an engine over them ([`facts`]).
//! Never: changes what a source says, uses a file without recording its digest, licence and address, mixes releases within one answer.

mod api;
pub mod decide;
pub mod facts;
mod jobs;
mod store;
pub mod words;

pub use crate::jobs::import::import;
pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("knowledge")
        .migrations(migrations())
        .kind::<decide::Release>()
        .api(api::router())
}
