//! What the variants of an accepted run may mean: findings with evidence, tier or class, level, and where each comes from.
//!
//! Hears: accepted runs, withdrawal of consent. Tells: findings of a case with the verdicts of two readers ([`facts`]).
//! What it cannot read as things are (another genome, a damaged file, no knowledge) it says once and waits to be asked again.
//! Never: puts a variant into the ledger, counts ClinVar as a criterion of its own, tells a person anything (that is disclosure).

mod api;
pub mod decide;
pub mod facts;
mod jobs;
mod pages;
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
        .kind::<decide::judging::Judging>()
        .objects::<decide::Interpretation>(store::objects)
        .objects::<decide::judging::Judging>(store::sealed)
        .api(api::router())
        .pages(pages::router())
        .job(decide::ANNOTATE, jobs::annotate)
        .job(decide::READS, jobs::reads::keep)
        .reaction("interpretation.run", &["run"], jobs::on_run)
        .reaction("interpretation.withdrawal", &["consent"], jobs::on_consent)
}
