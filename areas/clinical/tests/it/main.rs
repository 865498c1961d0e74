#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod catalogue;
mod decide;
mod doors;
mod family;
mod forms;
mod proof;
