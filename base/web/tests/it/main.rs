#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod cord;
mod door;
mod faults;
mod keys;
mod limit;
mod mock;
mod outside;
mod session;
mod unknown;
mod unread;
mod walls;
mod work;
