//! Effects: gathering what a report is made of, sealing contents, printing.

pub mod draft;
pub mod gather;
pub mod hear;
pub mod house;
pub mod openers;
pub mod print;
pub mod render;
pub mod said;
pub mod session;

use blob::KeyId;
use words::{CaseId, Digest};

/// Seals a value of the case; its address is the digest of its JSON.
///
/// # Errors
/// If the object cannot be written.
pub async fn seal<T: serde::Serialize>(
    platform: &web::Platform,
    case: &CaseId,
    value: &T,
) -> anyhow::Result<Digest> {
    let bytes = serde_json::to_vec(value)?;
    Ok(platform
        .blobs()
        .put(&KeyId::case(case), &bytes)
        .await?
        .digest)
}

/// Opens a sealed value of the case.
///
/// # Errors
/// If the object is gone, was tampered with, or is not such a value.
pub async fn open<T: serde::de::DeserializeOwned>(
    platform: &web::Platform,
    case: &CaseId,
    digest: &Digest,
) -> anyhow::Result<T> {
    let bytes = platform.blobs().get(&KeyId::case(case), digest).await?;
    Ok(serde_json::from_slice(&bytes)?)
}
