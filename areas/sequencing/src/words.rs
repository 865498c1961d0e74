//! Manifests, vendors, profiles, reasons.

mod decision;
mod manifest;
mod reason;
mod signature;
mod vendor;

use serde::{Deserialize, Serialize};
use words::{Text, text};

pub use decision::Decision;
pub use manifest::{
    BadManifest, Form, Manifest, ManifestFile, Origin, Stated, read as read_manifest,
};
pub(crate) use manifest::{InstantIn, ManifestIn};
pub use reason::{Check, Reason};
pub use signature::{BadSignature, Signed, SigningKey};
pub use vendor::{Accreditation, Standard, VendorRecord};

/// A version of a limit profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProfileRef {
    /// Its name, as in `catalog/sequencing/limits.toml`.
    pub id: String,
    /// Its version.
    pub version: u32,
}

/// How a delivery stands to the rule of two weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Less than ten days since the reads were generated.
    InTime,
    /// Ten days and more: the vendor is reminded.
    Warned,
    /// More than fourteen days: the rule is broken.
    Breached,
}

impl Clock {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::InTime => text!("期限内", "in time"),
            Self::Warned => text!(
                "期限接近（10日経過）",
                "close to the deadline (10 days passed)"
            ),
            Self::Breached => text!(
                "期限超過（14日超過）",
                "deadline missed (more than 14 days)"
            ),
        }
    }
}

/// A file that was sealed with the key of its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFile {
    /// Name in the manifest.
    pub name: String,
    /// 1 or 2.
    pub mate: u8,
    /// Lane of the flow cell.
    pub lane: String,
    /// SHA-256 of the file.
    pub sha256: words::Digest,
    /// Under which digest the object store holds it.
    pub blob: words::Digest,
    /// Size of the file.
    pub bytes: u64,
    /// Its id as a GA4GH DRS object, once accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drs: Option<String>,
}
