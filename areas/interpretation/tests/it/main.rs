//! The area as others see it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod decide;
mod rules;
