//! Sees everything, decides nothing: how far cases have come, what waits for whom, where files came from, who saw what.
//!
//! Hears every event of a case: it keeps a derived copy (where each case stands, and the tasks), made from the ledger alone
//! and made again at any time. Beside it: which mails are on their way, and when somebody looked last. Tells: [`facts::progress`]. Never: decides, or shows what its reader's role may not see.

mod api;
pub mod facts;
mod jobs;
mod pages;
pub mod rules;
mod store;
pub mod words;

pub use crate::jobs::messages;
pub use crate::store::migrations;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("oversight")
        .migrations(migrations())
        .api(api::router())
        .pages(pages::router())
        .reaction("oversight.standing", jobs::KINDS, jobs::on_event)
        .reaction("oversight.genes", jobs::genes::KINDS, jobs::genes::on_event)
}
