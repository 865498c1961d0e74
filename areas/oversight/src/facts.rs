//! What the pages and the central view ask.

use ::words::CaseId;
use ledger::Recorded;
use web::Platform;

use crate::{rules::progress::progress as fold, words::Progress};

/// A case's events and how far it has come.
///
/// # Errors
/// If the store fails.
pub async fn progress(
    platform: &Platform,
    case: &CaseId,
) -> Result<(Vec<Recorded>, Progress), store::Error> {
    let events = platform.ledger().events_of_case(case).await?;
    let progress = fold(&events);
    Ok((events, progress))
}
