#![expect(clippy::unwrap_used, reason = "tests")]

mod counter;
mod execute;
mod jobs;
mod proof;
mod sealed;
mod verify;
