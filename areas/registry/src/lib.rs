//! People, sites and cases: who takes part, in which relation, registered by whom and on which ground.
//!
//! The only holder of identities (sealed per person). Hears: that a consent came into force or ended. A death closes the person's account and is told to the person's cases. Tells: [`facts`].
//! Never: registers a case outside the target patients of the action plan, reuses a number, writes a name into the ledger, opens an identity on one person's word.

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
    web::Area::new("registry")
        .migrations(migrations())
        .kind::<decide::SiteAggregate>()
        .kind::<decide::PersonAggregate>()
        .kind::<decide::CaseAggregate>()
        .kind::<decide::OpeningAggregate>()
        .api(api::router())
        .pages(pages::router())
        .proves(|platform| async move { store::prove(&platform).await })
        .withdrawals(|platform, case| async move {
            let case = facts::case(platform.db(), &case).await?;
            Ok(case.is_some_and(|case| case.status == words::CaseStatus::Withdrawn))
        })
        .reaction("registry.search", &["case"], jobs::on_case_to_find)
        .reaction("registry.persons", &["case"], jobs::on_case)
        .reaction("registry.death", &["person"], jobs::on_person)
        .reaction("registry.consent", &["consent"], jobs::on_consent)
        .reaction("registry.withdrawal", &["withdrawal"], jobs::on_withdrawal)
}
