#![expect(clippy::unwrap_used, reason = "tests")]
//! The decision, the wire, the store.

mod api;
mod decide;
mod golden;
mod stores;
mod upstream;
