#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod catalogue;
mod decide;
mod proof;
