//! Runs the reviewed WDL files on reads: germline, pair of tumour and normal, or trio.
//!
//! [`analyse`] is the one call. It prepares the reference, writes the WDL files that the program carries (known by
//! digest, [`source`]), runs them with an embedded engine (`engine`, the only module that names it), gathers what the
//! steps measured into `qc.json`, and ties every output to inputs, tool versions and parameters in `provenance.json`.
//!
//! What is never here: a WDL file from outside, a case, a person, a clock that decides anything.
//! Work directory and call cache hold reads in plain text; they are removed when a run succeeds, and kept
//! after a failure for the next start unless `--wipe` is given.

pub mod analyse;
pub mod cli;
mod engine;
mod error;
mod files;
mod names;
pub mod overhead;
mod progress;
mod provenance;
mod qc;
mod reference;
mod request;
mod said;
mod shards;
mod shell;
pub mod source;
pub mod step;
pub mod tools;
mod verdict;

pub use analyse::analyse;
pub use error::{Error, Missing};
pub use progress::Progress;
pub use request::{Mode, Outcome, Output, Request, Role, SampleReads, StepTime};
pub use said::{Act, Said};
