//! What a signed report says, sentence by sentence.

use web::Platform;
use words::CaseId;

use crate::{
    store::SignedReport,
    words::content::{Content, Sentence},
};

/// The sentences of a signed report with their sources, in reading order. To be asked only behind a decision on
/// `report.read`.
///
/// # Errors
/// If the content cannot be opened.
pub async fn said(
    platform: &Platform,
    case: &CaseId,
    signed: &SignedReport,
) -> anyhow::Result<Vec<Sentence>> {
    let content: Content = super::open(platform, case, &signed.digest).await?;
    Ok(content.sentences().into_iter().cloned().collect())
}
