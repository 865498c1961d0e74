#![expect(clippy::unwrap_used, reason = "tests")]
//! The WDL files, faults with tools that misbehave, a killed run, and the slices where they are.

mod faults;
mod make;
mod reviewed;
mod slices;
