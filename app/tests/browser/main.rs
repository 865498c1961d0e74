//! The browser's story: a real Chromium opens the pages of a real `kumi serve` on an empty store.
//!
//! Skipped, and says so, where there is no chromedriver; required where `CI=true`.

mod driver;
mod server;
mod story;
