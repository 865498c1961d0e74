#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod cord;
mod door;
mod faults;
mod walls;
mod work;
