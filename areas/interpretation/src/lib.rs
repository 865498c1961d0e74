//! What the variants of an accepted run may mean: findings with evidence, tier or class, level, and where each comes from.
//!
//! Hears: accepted runs, withdrawal of consent. Tells: findings of a case ([`facts`]).
//! What it cannot read as things are (another genome, a damaged file, no knowledge) it says once and waits to be asked again.
//! Never: puts a variant into the ledger, counts ClinVar as a criterion of its own, tells a person anything (that is disclosure).

mod api;
pub mod decide;
pub mod facts;
mod jobs;
pub mod react;
pub mod rules;
mod store;
pub mod words;

pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("interpretation")
        .migrations(migrations())
        .kind::<decide::Interpretation>()
        .objects::<decide::Interpretation>(store::objects)
        .api(api::router())
        .job(decide::ANNOTATE, jobs::annotate)
        .reaction("interpretation.run", &["run"], jobs::on_run)
        .reaction("interpretation.withdrawal", &["consent"], jobs::on_consent)
}
