//! Passkeys: added, listed, revoked, and signing in with one.
//!
//! The public key is an event of the account, so that a signature can be checked for ever; the counter and the holder's word for
//! the device lie beside it.

use ledger::{Along, Failed};
use serde_json::{Value, json};
use store::Write;
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid,
};
use words::{AccountId, Actor, At, Digest, text};

use crate::{Auth, Command, Error, Refusal, RelyingParty};

pub(crate) const ADD: &str = "passkey.add";
const ENTER: &str = "passkey.enter";

/// A question to a key: its one-time name, and the options for `navigator.credentials`.
#[derive(Debug, Clone)]
pub struct Question {
    /// The name to send back with the answer.
    pub ceremony: String,
    /// `{publicKey: …}`.
    pub options: Value,
}

/// A key of an account, as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its id, base64url.
    pub id: String,
    /// The holder's word for the device.
    pub label: String,
    /// When it was added.
    pub added: At,
    /// When it answered last.
    pub used: At,
}

/// Why a key did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// The address cannot carry passkeys.
    #[error("this address cannot carry passkeys")]
    NoOrigin,
    /// The question is unknown, over or was answered already.
    #[error("the question is over")]
    Over,
    /// The answer is not one of this key, this place or this question.
    #[error("the key's answer does not fit")]
    Wrong,
    /// The account has no passkey.
    #[error("no passkey")]
    NoKey,
    /// What was asked for is not what was signed.
    #[error("something else was signed")]
    Other,
}

impl words::Refusal for KeyRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoOrigin => "E-AUTH-NO-ORIGIN",
            Self::Over => "E-AUTH-QUESTION-OVER",
            Self::Wrong => "E-AUTH-KEY-WRONG",
            Self::NoKey => "E-AUTH-NO-KEY",
            Self::Other => "E-AUTH-SIGNED-OTHER",
        }
    }

    fn text(&self) -> words::Text {
        match self {
            Self::NoOrigin => text!(
                "このアドレスではパスキーを使えません。IPアドレスではなく名前で、HTTPSで開いてください（手元の機械では http://localhost）。",
                "Passkeys cannot be used at this address: open it by name, not by IP address, over HTTPS (http://localhost on one's own machine)."
            ),
            Self::Over => text!(
                "時間切れか、すでに使われた確認です。もう一度はじめからお試しください。",
                "The time is over, or this was answered already. Please begin again."
            ),
            Self::Wrong => text!(
                "パスキーの応答を確認できません。登録した機器で、もう一度お試しください。",
                "The passkey's answer could not be confirmed. Try again with a device that you added."
            ),
            Self::NoKey => text!(
                "このアカウントにはパスキーがありません。「サインインの機器」で追加してください。",
                "This account has no passkey. Add one under \"devices\"."
            ),
            Self::Other => text!(
                "署名された内容が、この操作の内容と違います。画面を開き直して、もう一度署名してください。",
                "What was signed is not what is asked for here. Open the page again and sign once more."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        "W3C Web Authentication Level 3 §7"
    }
}

/// It did not work: an answer, or the world.
#[derive(Debug, thiserror::Error)]
pub enum KeyFailed {
    /// The answer is no.
    #[error(transparent)]
    Refused(#[from] KeyRefused),
    /// The world failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for KeyFailed {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Auth {
    /// Asks a browser to make a key for an account.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn ask_for_key(
        &self,
        at: &RelyingParty,
        account: &AccountId,
        now: At,
    ) -> Result<Question, KeyFailed> {
        let profile = self.profile(account).await?.ok_or(KeyRefused::Over)?;
        let known = self.passkeys(account).await?;
        let known = known.iter().map(|k| k.cred_id().clone()).collect();
        let (options, state) = at
            .webauthn
            .start_passkey_registration(
                user_id(account),
                &profile.login,
                &profile.name,
                Some(known),
            )
            .map_err(|_| KeyRefused::NoOrigin)?;
        let ceremony = self.begin(account, ADD, &state, now).await?;
        Ok(Question {
            ceremony,
            options: json!(options),
        })
    }

    /// Adds the key that a browser made.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn add_key(
        &self,
        at: &RelyingParty,
        account: &AccountId,
        (ceremony, credential): (&str, &Value),
        label: &str,
        now: At,
    ) -> Result<(), KeyFailed> {
        let asked = self
            .finish::<PasskeyRegistration>(ceremony, ADD, now)
            .await?
            .filter(|(of, _)| of == account);
        let (_, state) = asked.ok_or(KeyRefused::Over)?;
        let made: RegisterPublicKeyCredential = read(credential)?;
        let key = at
            .webauthn
            .finish_passkey_registration(&made, &state)
            .map_err(|_| KeyRefused::Wrong)?;
        self.keep_key(account, &key, label, now).await
    }

    pub(crate) async fn keep_key(
        &self,
        account: &AccountId,
        key: &Passkey,
        label: &str,
        now: At,
    ) -> Result<(), KeyFailed> {
        let id = key_id(key);
        let label: String = label.trim().chars().take(60).collect();
        let sealed = self.0.sealer.seal(account, label.as_bytes());
        let args = vec![
            id.as_str().into(),
            account.into(),
            json!(key).to_string().into(),
            sealed.map_err(Error::Seal)?.into(),
            now.into(),
        ];
        let sql = "INSERT INTO passkey (id, account, state, label, added, used) VALUES ($1, $2, $3, $4, $5, $5)";
        let along = Along {
            writes: vec![Write::new(sql, args)],
            ..Along::default()
        };
        let command = Command::AddKey {
            id,
            key: json!(key),
        };
        let by = own(account);
        match self.change(account, command, along, &by, now).await {
            Ok(()) => Ok(()),
            Err(Failed::Store(e)) if !e.is_unique_violation() => Err(e.into()),
            Err(_) => Err(KeyRefused::Wrong.into()),
        }
    }

    /// Revokes a key at once.
    ///
    /// # Errors
    /// Refused if the account has no such key.
    pub async fn revoke_key(
        &self,
        account: &AccountId,
        id: &str,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let along = Along {
            writes: vec![Write::new(
                "DELETE FROM passkey WHERE id = $1 AND account = $2",
                vec![id.into(), account.into()],
            )],
            ..Along::default()
        };
        let command = Command::RevokeKey { id: id.to_owned() };
        self.change(account, command, along, by, now).await
    }

    /// The keys of an account, oldest first.
    ///
    /// # Errors
    /// If the store fails or a label cannot be opened.
    pub async fn keys(&self, account: &AccountId) -> Result<Vec<Key>, Error> {
        let sql =
            "SELECT id, label, added, used FROM passkey WHERE account = $1 ORDER BY added, id";
        let rows = self.0.ledger.db().all(sql, vec![account.into()]).await?;
        let mut keys = Vec::new();
        for row in &rows {
            let label = self.0.sealer.open(account, &row.bytes(1)?);
            keys.push(Key {
                id: row.text(0)?,
                label: String::from_utf8_lossy(&label.map_err(Error::Seal)?).into_owned(),
                added: At::from_micros(row.int(2)?),
                used: At::from_micros(row.int(3)?),
            });
        }
        Ok(keys)
    }

    /// Whether an account has a passkey, and so can sign.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn has_key(&self, account: &AccountId) -> Result<bool, store::Error> {
        let sql = "SELECT id FROM passkey WHERE account = $1 LIMIT 1";
        let row = self.0.ledger.db().one(sql, vec![account.into()]).await?;
        Ok(row.is_some())
    }

    /// Asks the keys of a login name. A name that nobody has gets a question too, which no key can answer.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn ask_to_enter(
        &self,
        at: &RelyingParty,
        login: &str,
        now: At,
    ) -> Result<Question, KeyFailed> {
        let account = self.account_named(login).await?;
        let keys = match &account {
            Some(account) => self.passkeys(account).await?,
            None => Vec::new(),
        };
        let Some(account) = account.filter(|_| !keys.is_empty()) else {
            return self.decoy(at, login).await;
        };
        let (options, state) = at
            .webauthn
            .start_passkey_authentication(&keys)
            .map_err(|_| KeyRefused::NoOrigin)?;
        let ceremony = self.begin(&account, ENTER, &state, now).await?;
        Ok(Question {
            ceremony,
            options: plain(json!(options)),
        })
    }

    /// The question for a login name without keys: of the same shape, and for one name always the same key.
    async fn decoy(&self, at: &RelyingParty, login: &str) -> Result<Question, KeyFailed> {
        let mut challenge = [0; 32];
        (self.0.chance)(&mut challenge);
        let mut seed = self.own_secret("decoys").await?;
        seed.extend(login.trim().as_bytes());
        let key = Digest::of(&seed);
        let key: Vec<u8> = data_encoding::HEXLOWER
            .decode(key.as_str().as_bytes())
            .unwrap_or_default();
        let b64 = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
        let host = at.origin.split("://").nth(1).unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        Ok(Question {
            ceremony: self.random_id("cy"),
            options: json!({ "publicKey": { "challenge": b64(&challenge), "timeout": 300_000, "rpId": host,
                "allowCredentials": [{ "type": "public-key", "id": b64(&key) }], "userVerification": "required" } }),
        })
    }

    /// Who entered with a key. An account without a role in force, or closed, is not let in.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn enter(
        &self,
        at: &RelyingParty,
        ceremony: &str,
        credential: &Value,
        now: At,
    ) -> Result<AccountId, KeyFailed> {
        let asked = self
            .finish::<PasskeyAuthentication>(ceremony, ENTER, now)
            .await?;
        let (account, state) = asked.ok_or(KeyRefused::Over)?;
        self.answered(at, &account, &state, credential, now).await?;
        match self.who(&account, now).await? {
            Some(who) => Ok(who.account),
            None => Err(KeyRefused::Wrong.into()),
        }
    }

    /// Checks an answer of one of the account's keys, and keeps its counter.
    pub(crate) async fn answered(
        &self,
        at: &RelyingParty,
        account: &AccountId,
        state: &PasskeyAuthentication,
        credential: &Value,
        now: At,
    ) -> Result<String, KeyFailed> {
        let answer: PublicKeyCredential = read(credential)?;
        let result = at
            .webauthn
            .finish_passkey_authentication(&answer, state)
            .map_err(|_| KeyRefused::Wrong)?;
        self.used(account, &result, now).await
    }

    /// Keeps the counter; a key revoked since the question, or one that counts backwards, helps nobody.
    async fn used(
        &self,
        account: &AccountId,
        result: &AuthenticationResult,
        now: At,
    ) -> Result<String, KeyFailed> {
        let mut keys = self.passkeys(account).await?;
        let key = keys.iter_mut().find(|k| k.cred_id() == result.cred_id());
        let key = key.ok_or(KeyRefused::Wrong)?;
        key.update_credential(result);
        let id = key_id(key);
        let sql = "UPDATE passkey SET state = $2, used = $3 WHERE id = $1";
        let args = vec![
            id.as_str().into(),
            json!(key).to_string().into(),
            now.into(),
        ];
        self.0.ledger.db().run(Write::new(sql, args)).await?;
        Ok(id)
    }

    pub(crate) async fn passkeys(&self, account: &AccountId) -> Result<Vec<Passkey>, store::Error> {
        let sql = "SELECT state FROM passkey WHERE account = $1 ORDER BY added, id";
        let rows = self.0.ledger.db().all(sql, vec![account.into()]).await?;
        rows.iter().map(|row| row.json(0)).collect()
    }
}

/// A passkey is asked for at once, not offered among the passwords of the browser.
pub(crate) fn plain(mut options: Value) -> Value {
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    options
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(credential: &Value) -> Result<T, KeyRefused> {
    serde_json::from_value(credential.clone()).map_err(|_| KeyRefused::Wrong)
}

pub(crate) fn key_id(key: &Passkey) -> String {
    data_encoding::BASE64URL_NOPAD.encode(key.cred_id())
}

/// The account as browsers know it: nothing that says whose it is.
fn user_id(account: &AccountId) -> Uuid {
    let digest = Digest::of(format!("kumihimo account {account}").as_bytes());
    let bytes = data_encoding::HEXLOWER.decode(digest.as_str().as_bytes());
    let bytes = bytes.unwrap_or_default();
    Uuid::from_slice(bytes.get(..16).unwrap_or(&[0; 16])).unwrap_or_default()
}

pub(crate) fn own(account: &AccountId) -> Actor {
    Actor {
        account: account.clone(),
        role: "member".to_owned(),
        site: None,
    }
}
