//! Signing with a passkey, and checking a signature years later.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{PasskeyAuthentication, PublicKeyCredential};
use words::{AccountId, At, Digest, Signed, Statement};

use crate::{
    Auth, KeyFailed, KeyRefused, Question, RelyingParty, State,
    passkeys::{plain, read},
};

const SIGN: &str = "passkey.sign";

/// What is remembered until the key answers.
#[derive(Serialize, Deserialize)]
struct Pending {
    statement: Statement,
    state: PasskeyAuthentication,
}

impl Auth {
    /// Asks the keys of an account to sign a statement: its digest is the challenge.
    ///
    /// # Errors
    /// [`KeyFailed`], also if the account has no key.
    pub async fn ask_to_sign(
        &self,
        at: &RelyingParty,
        statement: Statement,
        now: At,
    ) -> Result<Question, KeyFailed> {
        let keys = self.passkeys(&statement.account).await?;
        if keys.is_empty() {
            return Err(KeyRefused::NoKey.into());
        }
        let (options, state) = at
            .webauthn
            .start_passkey_authentication(&keys)
            .map_err(|_| KeyRefused::NoOrigin)?;
        let challenge = challenge(&statement);
        let mut options = plain(json!(options));
        if let Some(place) = options.pointer_mut("/publicKey/challenge") {
            *place = json!(challenge);
        }
        let state = challenged(json!(state), &challenge).ok_or(KeyRefused::Wrong)?;
        let account = statement.account.clone();
        let pending = Pending { statement, state };
        let ceremony = self.begin(&account, SIGN, &pending, now).await?;
        Ok(Question { ceremony, options })
    }

    /// The signature, if the key signed just what is asked for.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn signed(
        &self,
        at: &RelyingParty,
        asked: (&AccountId, &str, &str, &Digest),
        (ceremony, assertion): (&str, &Value),
        now: At,
    ) -> Result<Signed, KeyFailed> {
        let pending = self.finish::<Pending>(ceremony, SIGN, now).await?;
        let (account, pending) = pending.ok_or(KeyRefused::Over)?;
        let said = &pending.statement;
        let (who, purpose, thing, digest) = asked;
        if account != *who
            || (said.purpose.as_str(), said.thing.as_str(), &said.digest)
                != (purpose, thing, digest)
        {
            return Err(KeyRefused::Other.into());
        }
        let credential = self
            .answered(at, &account, &pending.state, assertion, now)
            .await?;
        Ok(Signed {
            statement: pending.statement,
            origin: at.origin.clone(),
            credential,
            assertion: assertion.clone(),
        })
    }
}

/// Why a signature in the ledger does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// The account never had this key, or not at that time.
    #[error("the key was not one of the account's at that time")]
    Key,
    /// The key's answer does not fit the statement.
    #[error("the key's answer does not fit the statement")]
    Answer,
    /// The origin cannot carry passkeys.
    #[error("the origin is none")]
    Origin,
}

/// Checks a signature against the account's keys as the ledger has them. Needs no database.
///
/// # Errors
/// [`NotSigned`].
pub fn check(signed: &Signed, account: &State) -> Result<(), NotSigned> {
    let said = &signed.statement;
    let known = account.keys.get(&signed.credential);
    let known =
        known.filter(|k| k.added_at <= said.at && k.revoked_at.is_none_or(|end| said.at < end));
    let key = known.ok_or(NotSigned::Key)?;
    let at = RelyingParty::at(&signed.origin).ok_or(NotSigned::Origin)?;
    let state = json!({ "ast": { "credentials": [key.key["cred"]], "policy": "required", "challenge": "",
        "appid": null, "allow_backup_eligible_upgrade": true } });
    let state = challenged(state, &challenge(said)).ok_or(NotSigned::Key)?;
    let answer: PublicKeyCredential = read(&signed.assertion).map_err(|_| NotSigned::Answer)?;
    let done = at.webauthn.finish_passkey_authentication(&answer, &state);
    done.map(drop).map_err(|_| NotSigned::Answer)
}

/// The challenge of a statement, as browsers carry it.
fn challenge(statement: &Statement) -> String {
    let digest = statement.challenge();
    let bytes = data_encoding::HEXLOWER.decode(digest.as_str().as_bytes());
    data_encoding::BASE64URL_NOPAD.encode(&bytes.unwrap_or_default())
}

/// The library draws challenges by chance; a signature's is the digest of what is signed.
fn challenged(mut state: Value, challenge: &str) -> Option<PasskeyAuthentication> {
    *state.pointer_mut("/ast/challenge")? = json!(challenge);
    serde_json::from_value(state).ok()
}
