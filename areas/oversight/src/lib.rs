//! Sees everything, writes nothing: how far cases have come, where files came from, who saw what.
//!
//! Hears nothing: it reads the ledger, the access log and its neighbours' facts when somebody asks.
//! Tells: [`facts::progress`]. Never: writes, decides, or shows what its reader's role may not see.

mod api;
pub mod facts;
mod pages;
pub mod rules;
pub mod words;

/// What the area registers.
#[must_use]
pub fn area() -> web::Area {
    web::Area::new("oversight")
        .api(api::router())
        .pages(pages::router())
}
