#![expect(clippy::unwrap_used, reason = "tests")]

mod decide;
mod keys;
mod policies;
mod stage;
mod store;
