//! The papers a person keeps, for the area that hands them out. To be asked only behind a decision on `consent.read`.

use blob::KeyId;
use web::Platform;

use crate::{
    decide::Withdrawal,
    facts::{self, ConsentView},
    store,
};

/// The receipt of a consent with its version; none if it is not made yet, or the person was forgotten.
///
/// # Errors
/// If the store or the sealed file fails.
pub async fn receipt_pdf(
    platform: &Platform,
    consent: &ConsentView,
) -> anyhow::Result<Option<(i64, Vec<u8>)>> {
    let key = KeyId::person(&consent.consent.record.person);
    let kept = store::receipt(platform.db(), &consent.id).await?;
    let Some((version, digest)) = kept.filter(|_| !platform.blobs().is_forgotten(&key)) else {
        return Ok(None);
    };
    Ok(Some((version, platform.blobs().get(&key, &digest).await?)))
}

/// The certificate of a withdrawal as things stand now; none if nothing was withdrawn.
///
/// # Errors
/// If the store or the rendering fails.
pub async fn certificate_pdf(
    platform: &Platform,
    consent: &str,
) -> anyhow::Result<Option<(Withdrawal, Vec<u8>)>> {
    let Some(withdrawal) = facts::withdrawal(platform.db(), consent).await? else {
        return Ok(None);
    };
    let pdf = super::certificate(platform, &withdrawal).await?;
    Ok(Some((withdrawal, pdf)))
}
