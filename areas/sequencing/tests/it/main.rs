#![expect(clippy::unwrap_used, reason = "tests")]
//! The decision, the wire, the store.

mod api;
mod checks;
mod deliveries;
mod given;
mod golden;
mod orders;
mod plots;
mod upstream;
