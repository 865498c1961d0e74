//! Against real data where it exists (`KUMI_DATA`), and small made-up pieces everywhere.
#![expect(clippy::unwrap_used, reason = "tests")]

mod agreement;
mod given;
mod planted;
mod rules;
mod small;
mod window;
