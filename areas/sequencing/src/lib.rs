//! Orders to vendors, deliveries of reads, the intake that reads every file once, quarantine, and the clock of two weeks.
//!
//! Hears: withdrawal of consent, tubes on their way. Tells: which reads of a case were accepted ([`facts`]).
//! Never: accepts a file that failed a check, loses one that did, keeps reads unencrypted after the intake, stores a name.

mod api;
pub mod decide;
pub mod facts;
mod jobs;
pub mod pages;
pub mod react;
pub mod rules;
mod store;
pub mod words;

pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("sequencing")
        .migrations(migrations())
        .kind::<decide::order::Order>()
        .kind::<decide::delivery::Delivery>()
        .objects::<decide::delivery::Delivery>(store::objects)
        .api(api::router())
        .job(decide::delivery::INTAKE, jobs::intake)
        .job(decide::delivery::WIPE, jobs::wipe)
        .reaction(
            "sequencing.order",
            &["tube", "delivery"],
            jobs::on_tube_or_delivery,
        )
        .reaction("sequencing.withdrawal", &["consent"], jobs::on_consent)
}
