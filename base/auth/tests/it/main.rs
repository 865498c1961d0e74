#![expect(clippy::unwrap_used, reason = "tests")]

mod chain;
mod decide;
mod keys;
mod policies;
mod review;
mod stage;
mod store;
