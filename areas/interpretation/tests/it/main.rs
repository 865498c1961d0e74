//! The area as others see it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod decide;
mod faults;
mod given;
mod judging;
mod pages;
mod prints;
mod reads;
mod rules;
mod store;
mod upstream;
