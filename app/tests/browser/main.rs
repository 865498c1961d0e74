//! The browser's story: a real Chromium opens the pages of the real program, on an empty store and after the
//! demonstration.
//!
//! Skipped, and says so, where there is no chromedriver; required where `CI=true`.

#![expect(clippy::unwrap_used, reason = "tests")]

mod acts;
mod cancer_case;
mod consent;
mod crew;
mod door;
mod drive;
mod driver;
mod family;
mod finding;
mod held;
mod inbox;
mod keys;
mod look;
mod oidc;
mod panel;
mod pictures;
mod portal;
mod preparation;
mod programme;
mod proxy;
mod quorum;
mod receipt;
mod register;
mod server;
mod visitor;
mod waiting;
mod withdrawal;
