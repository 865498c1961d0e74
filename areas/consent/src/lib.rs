//! Consent: model forms, records that are never rewritten, choices, withdrawal and what was done about it.
//!
//! Hears: nothing upstream. Tells: [`facts`]: whether a consent is in force and what it permits; the areas after it move nothing without asking.
//! Never: presumes a choice, accepts part of the mandatory items, writes an answer in free text into the ledger, blocks a withdrawal.

mod api;
pub mod decide;
pub mod facts;
mod jobs;
mod pages;
pub mod rules;
mod store;
pub mod words;

pub use crate::jobs::{certificate_pdf, receipt_pdf, report_done, sweep};
pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("consent")
        .migrations(migrations())
        .kind::<decide::ConsentAggregate>()
        .kind::<decide::WithdrawalAggregate>()
        .kind::<decide::SessionAggregate>()
        .kind::<decide::PaperAggregate>()
        .proves(|platform| async move { store::prove(&platform).await })
        .api(api::router())
        .pages(pages::router())
        .job("consent.receipt", jobs::receipt)
        .job("consent.destroy", jobs::destroy)
        .withdrawals(|platform, case| async move { Ok(facts::ended(platform.db(), &case).await?) })
        .proxies(|platform, asks| async move { facts::represents(&platform, &asks).await })
        .reaction("consent.withdrawal", &["consent"], jobs::on_consent)
}
