//! What every area needs to speak to the world: the platform handle, areas, callers, problems, the page kit.
//!
//! Knows no area. Every request must end in a decision of `auth`, or it is answered with 500.

mod account_api;
mod ambient;
mod area;
mod caller;
mod door;
mod draft_api;
mod fault;
mod guard;
mod language;
mod limit;
mod openapi;
pub mod page;
mod platform;
mod problem;
mod proof;
mod serve;
mod signatures;
mod signing;
#[cfg(feature = "testing")]
pub mod testing;
mod unread;
mod worker;

pub use ambient::{chance, clock};
pub use area::{Area, Asks, JobHandler, Reaction, Withdrawals};
pub use caller::{Caller, anyone};
pub use door::TourStep;
pub use openapi::{operations, unlisted_operations};
pub use platform::{Builder, Clock, Hidden, Mail, MailSafety, Platform, Settings};
pub use problem::Problem;
pub use proof::{Objects, Proof, Proves, prove};
pub use serve::{Composed, answer, compose, migrations};
pub use signing::{Asked, SignatureIn, signed};
pub use unread::read_json;
pub use worker::{run_due_jobs, run_reactions, settle};
