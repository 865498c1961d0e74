//! Tubes: numbered, collected, labelled, shipped with a scan out and a scan in, accepted, and destroyed when consent is withdrawn.
//!
//! Hears: withdrawal of consent. Tells: where a tube stands ([`facts`]).
//! Never: moves a tube without consent in force, reuses a number, loses a parcel that is on its way, stores a name.

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
    web::Area::new("specimen")
        .migrations(migrations())
        .kind::<decide::Tube>()
        .api(api::router())
        .reaction("specimen.withdrawal", &["consent"], jobs::on_consent)
}
