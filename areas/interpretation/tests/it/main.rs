//! The area as others see it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod decide;
mod faults;
mod given;
mod rules;
mod store;
mod upstream;
