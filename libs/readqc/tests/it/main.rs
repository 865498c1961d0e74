#![expect(clippy::unwrap_used, reason = "tests")]
//! One test binary: good pairs, bad pairs, alignments, and real files where they are.

mod bad;
mod data;
mod good;
mod hidden;
mod make;
mod sam;
