#![expect(clippy::unwrap_used, reason = "tests")]

mod decide;
mod policies;
mod stage;
mod store;
