#![expect(clippy::unwrap_used, reason = "tests")]

mod counter;
mod execute;
mod jobs;
mod sealed;
mod verify;
