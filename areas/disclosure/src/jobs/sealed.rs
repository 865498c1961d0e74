//! Words of people, sealed with the key of the case. A grain of chance goes with them, so that nobody who holds the digest of
//! a short answer can guess it.

use anyhow::Context as _;
use blob::KeyId;
use serde::{Deserialize, Serialize};
use web::Platform;
use words::{CaseId, Digest};

#[derive(Serialize, Deserialize)]
struct Sealed {
    text: String,
    salt: String,
}

/// Words that are ready to be sealed: their digest is known before anything is decided.
pub(crate) struct Ready {
    bytes: Vec<u8>,
    pub digest: Digest,
}

/// Makes words ready.
pub(crate) fn ready(platform: &Platform, text: &str) -> anyhow::Result<Ready> {
    let sealed = Sealed {
        text: text.to_owned(),
        salt: platform.new_id("s"),
    };
    let bytes = serde_json::to_vec(&sealed).context("failed to write words as JSON")?;
    let digest = Digest::of(&bytes);
    Ok(Ready { bytes, digest })
}

/// Seals them.
pub(crate) async fn seal(platform: &Platform, case: &CaseId, ready: &Ready) -> anyhow::Result<()> {
    platform
        .blobs()
        .put(&KeyId::case(case), &ready.bytes)
        .await?;
    Ok(())
}

/// Opens them; none if the case was erased.
pub(crate) async fn open(
    platform: &Platform,
    case: &CaseId,
    digest: &Digest,
) -> anyhow::Result<Option<String>> {
    let key = KeyId::case(case);
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    let bytes = platform.blobs().get(&key, digest).await?;
    let sealed: Sealed = serde_json::from_slice(&bytes).context("failed to read sealed words")?;
    Ok(Some(sealed.text))
}
