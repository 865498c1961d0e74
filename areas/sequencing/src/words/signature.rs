//! Signed manifests: the keys of a vendor, and what is wrong with a signature.

use serde::{Deserialize, Serialize};
use words::{Day, Digest, Text, text};

/// A public key that a vendor signs manifests with (Ed25519, RFC 8032).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SigningKey {
    /// Its name, unique for the vendor; letters, digits, `-`, `_`, `.`.
    pub id: String,
    /// The 32 bytes, as 64 hexadecimal digits.
    pub public_key: String,
    /// Its first day, `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Day,
    /// Its last day, `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub valid_until: Day,
}

/// What was signed: the exact bytes that were sent are kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Which key of the vendor.
    pub key: String,
    /// Version of the vendor's record that holds the key.
    pub vendor_version: i64,
    /// SHA-256 of the manifest as it was sent.
    pub manifest: Digest,
    /// The signature, hexadecimal.
    pub signature: String,
}

/// What is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadSignature {
    /// There is none, or not of the form `KEY:HEX`.
    Missing,
    /// The office has no such key of the vendor.
    UnknownKey(String),
    /// The key is not in force on this day.
    NotInForce(String),
    /// The bytes are not what was signed with this key.
    Wrong(String),
}

impl BadSignature {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "E-SEQUENCING-SIGNATURE-MISSING",
            Self::UnknownKey(_) => "E-SEQUENCING-SIGNATURE-KEY",
            Self::NotInForce(_) => "E-SEQUENCING-SIGNATURE-EXPIRED",
            Self::Wrong(_) => "E-SEQUENCING-SIGNATURE-WRONG",
        }
    }

    /// For the vendor.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Missing => text!(
                "目録に署名がありません。ヘッダー X-Manifest-Signature に「鍵の名前:Ed25519署名（16進128桁）」を付けて送ってください。目録は受け付けていません。",
                "The manifest is not signed. Send the header X-Manifest-Signature with KEY:SIGNATURE (Ed25519, 128 hexadecimal digits). The manifest was not taken."
            ),
            Self::UnknownKey(key) => text!(
                ("署名の鍵「{key}」は、この事業者の鍵として登録されていません。中央事務局に公開鍵の登録を依頼してください。目録は受け付けていません。"),
                ("The key {key:?} is not registered for this vendor. Ask the central office to register its public key. The manifest was not taken.")
            ),
            Self::NotInForce(key) => text!(
                ("署名の鍵「{key}」は有効期間外です。有効な鍵で署名し直すか、新しい公開鍵の登録を依頼してください。目録は受け付けていません。"),
                ("The key {key:?} is not in force today. Sign with a valid key or have a new one registered. The manifest was not taken.")
            ),
            Self::Wrong(key) => text!(
                ("目録の内容と署名（鍵「{key}」）が一致しません。送信中に変更されたか、別の目録の署名です。署名した通りの内容を送ってください。目録は受け付けていません。"),
                ("The signature (key {key:?}) does not fit the manifest: it was changed on the way, or another one was signed. Send the very bytes that were signed. The manifest was not taken.")
            ),
        }
    }
}
