#![expect(clippy::unwrap_used, reason = "tests")]
//! The decision, the wire, the store.

mod api;
mod checks;
mod deliveries;
mod given;
mod golden;
mod http;
mod orders;
mod plots;
mod quarantine;
mod scan;
mod signing;
mod stages;
mod upstream;
