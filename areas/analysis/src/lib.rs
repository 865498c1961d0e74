//! Pipeline runs: planned when every tube's reads are accepted, run in a directory that is wiped, judged gate by gate, decided by an analyst.
//!
//! Hears: accepted deliveries, withdrawal of consent, who leaves a case. Tells: which run of a case counts, and what came of it ([`facts`]).
//! Never: lets a swap pass, keeps reads unencrypted after a run, puts a genotype into the ledger, decides in an analyst's place.

mod api;
pub mod decide;
pub mod facts;
mod jobs;
pub mod pages;
pub mod react;
pub mod rules;
mod store;
pub mod words;

pub use crate::jobs::forget_due;
pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("analysis")
        .migrations(migrations())
        .kind::<decide::Run>()
        .objects::<decide::Run>(store::objects)
        .api(api::router())
        .job(decide::RUN, jobs::run)
        .job(decide::FORGET, jobs::forget)
        .reaction("analysis.data", &["order"], jobs::on_order)
        .reaction("analysis.withdrawal", &["consent"], jobs::on_consent)
        .reaction("analysis.family", &["case"], jobs::on_case)
}
