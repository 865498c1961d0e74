#![expect(clippy::unwrap_used, reason = "tests")]
//! The decision, the gates, the events, the store.

mod decide;
mod gates;
mod golden;
mod react;
mod stores;
