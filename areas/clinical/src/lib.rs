//! Clinical information: answers to the items of the catalogue, section by section.
//!
//! Hears: nothing. Tells: [`facts`]: the answers in words, or one value, and what is missing. The catalogue (`catalog/clinical`) is data: labels, kinds, units, codes, conditions.
//! Never: accepts an answer without a consent in force, overwrites an earlier answer, writes an answer into the ledger.

mod api;
pub mod decide;
pub mod facts;
pub mod pages;
pub mod rules;
mod store;
pub mod words;

pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("clinical")
        .migrations(migrations())
        .kind::<decide::Sheet>()
        .api(api::router())
        .pages(pages::router())
        .proves(|platform| async move { store::prove(&platform).await })
}
