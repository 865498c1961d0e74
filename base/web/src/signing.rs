//! Signing with a passkey: what is asked for, and what a browser sends back.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use words::{Digest, Signed, text};

use crate::{Caller, Platform, Problem};

/// What shall be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The action, as in the policies: `analysis_report.sign`.
    pub purpose: &'static str,
    /// The thing: id of a report, a panel, …
    pub thing: String,
    /// Digest of the content the signer sees.
    pub digest: Digest,
}

/// The answer of a key, as a browser or a program sends it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignatureIn {
    /// Which question it answers, from `POST /api/signatures`.
    pub ceremony: String,
    /// The assertion (`AuthenticationResponseJSON` of WebAuthn).
    #[schema(value_type = Object)]
    pub assertion: Value,
}

impl SignatureIn {
    /// From the form field `signature`.
    ///
    /// # Errors
    /// A 400 problem if the field is empty or not an answer of a key.
    pub fn typed(field: &str) -> Result<Self, Problem> {
        serde_json::from_str(field).map_err(|_| {
            Problem::bad_input(text!(
                "署名がありません。パスキーで署名してから、もう一度送ってください。",
                "There is no signature. Sign with your passkey and send it again."
            ))
        })
    }
}

/// The signature of the caller under what is asked for here, checked against the key; used up by this.
///
/// # Errors
/// A 409 problem if the key did not sign this, just now.
pub async fn signed(
    platform: &Platform,
    caller: &Caller,
    asked: &Asked,
    input: &SignatureIn,
) -> Result<Signed, Problem> {
    let about = (
        &caller.account,
        asked.purpose,
        asked.thing.as_str(),
        &asked.digest,
    );
    let answer = (input.ceremony.as_str(), &input.assertion);
    let at = platform.relying_party()?;
    let done = platform.auth().signed(at, about, answer, platform.now());
    Ok(done.await?)
}
