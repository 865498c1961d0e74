//! The browser's story: a real Chromium opens the pages of the real program, on an empty store and after the
//! demonstration.
//!
//! Skipped, and says so, where there is no chromedriver; required where `CI=true`.

#![expect(clippy::unwrap_used, reason = "tests")]

mod consent;
mod door;
mod driver;
mod family;
mod finding;
mod inbox;
mod keys;
mod look;
mod portal;
mod programme;
mod register;
mod server;
mod visitor;
