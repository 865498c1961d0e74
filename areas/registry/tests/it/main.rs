#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod deaths;
mod decide;
mod doors;
mod golden;
mod namesakes;
mod openings;
mod proof;
mod stores;
