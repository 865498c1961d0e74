#![expect(clippy::unwrap_used, reason = "tests")]

mod address;
mod chain;
mod decide;
mod keys;
mod mandate;
mod policies;
mod review;
mod stage;
mod store;
