#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod decide;
mod golden;
mod namesakes;
mod proof;
mod stores;
