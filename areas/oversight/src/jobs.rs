//! Keeps the copy near the end of the ledger while nobody asks; sends messages.

pub(crate) mod genes;
mod mail;
mod post;
pub(crate) mod stands;

use ledger::Recorded;
use web::Platform;

use crate::store;

pub(crate) use mail::ask_for_proof;
pub use mail::messages;

/// The kinds of things of a case.
pub(crate) const KINDS: &[&str] = &[
    "case",
    "identity_opening",
    "consent",
    "consent_session",
    "consent_paper",
    "withdrawal",
    "sheet",
    "tube",
    "order",
    "delivery",
    "run",
    "interpretation",
    "judgement",
    "report",
    "panel",
    "disclosure",
    "thread",
    "receipt",
];

/// Something happened: takes in everything up to now. Hearing an event twice changes nothing.
pub(crate) async fn on_event(platform: Platform, _: Recorded) -> anyhow::Result<()> {
    store::catch_up(platform.ledger(), store::ALL).await?;
    Ok(())
}
