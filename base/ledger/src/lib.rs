//! The ledger: every change of an aggregate is a decision that can be explained and proven later.
//!
//! [`Ledger::execute`] is the only write path. One transaction holds the row, its events, the jobs they ask for and the writes that ride along.
//! Events are hash-chained, their hashes form a Merkle tree (C2SP tlog-tiles), and signed checkpoints seal it.
//! The event table itself is the outbox: reactions read it behind a cursor of their own.
//! It never holds personal data: ids, codes, dates, digests and counts only.

mod aggregate;
mod checkpoint;
mod event;
mod execute;
mod jobs;
mod kept;
mod outbox;
mod proof;
mod recent;
mod tree;
mod turns;
mod verify;
mod walk;
mod writer;

pub use aggregate::{Aggregate, Kind, NewJob};
pub use checkpoint::{CheckpointKey, KeyFault};
pub use event::{Recorded, Stored};
pub use execute::{Along, Done, Failed, Ledger, Loaded};
pub use jobs::Job;
pub use proof::{Broken, Proof};
pub use turns::Turns;
pub use verify::{Fault, Verified, verify};

/// The schema of the ledger, the job queue and the reaction cursors.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "ledger/0001_ledger",
        sql: include_str!("../migrations/0001_ledger.sql"),
    }]
}
