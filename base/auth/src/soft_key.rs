//! A passkey in software, for tests and for the accounts of a demonstration. It guards nothing.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use store::Write;
use words::{AccountId, Actor, At, Digest};

use crate::{Auth, Chance, Error, KeyFailed, KeyRefused, RelyingParty};

/// An ES256 key with its id, as an authenticator would hold it.
pub struct SoftKey {
    id: Vec<u8>,
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

/// Present, verified.
const ASSERTS: u8 = 0x05;
/// Present, verified, with a new key.
const MAKES: u8 = 0x45;

impl SoftKey {
    /// A new key.
    #[must_use]
    pub fn new(chance: &Chance) -> Option<Self> {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).ok()?;
        let mut id = vec![0; 32];
        chance(&mut id);
        Self::of(id, pkcs8.as_ref().to_vec())
    }

    fn of(id: Vec<u8>, pkcs8: Vec<u8>) -> Option<Self> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8).ok()?;
        Some(Self { id, pair, pkcs8 })
    }

    /// Id and private key, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [self.id.as_slice(), &self.pkcs8].concat()
    }

    /// From [`SoftKey::bytes`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (id, pkcs8) = bytes.split_at_checked(32)?;
        Self::of(id.to_vec(), pkcs8.to_vec())
    }

    /// Answers `navigator.credentials.create`.
    #[must_use]
    pub fn make(&self, options: &Value, origin: &str) -> Value {
        let client = client_data("webauthn.create", options, origin);
        let rp = options.pointer("/publicKey/rp/id").and_then(Value::as_str);
        let mut data = self.data(rp.unwrap_or_default(), MAKES);
        data.extend([0; 16]);
        data.extend(
            u16::try_from(self.id.len())
                .unwrap_or_default()
                .to_be_bytes(),
        );
        data.extend(&self.id);
        data.extend(self.cose());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        attestation.extend(u16::try_from(data.len()).unwrap_or_default().to_be_bytes());
        attestation.extend(data);
        self.answer(
            json!({ "clientDataJSON": b64(&client), "attestationObject": b64(&attestation) }),
        )
    }

    /// Answers `navigator.credentials.get`.
    #[must_use]
    pub fn assert(&self, options: &Value, origin: &str) -> Value {
        let client = client_data("webauthn.get", options, origin);
        let rp = options.pointer("/publicKey/rpId").and_then(Value::as_str);
        let data = self.data(rp.unwrap_or_default(), ASSERTS);
        let signed = [data.as_slice(), &hash(&client)].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed);
        let signature = signature.map(|s| s.as_ref().to_vec()).unwrap_or_default();
        self.answer(json!({ "clientDataJSON": b64(&client), "authenticatorData": b64(&data), "signature": b64(&signature) }))
    }

    fn answer(&self, response: Value) -> Value {
        json!({ "id": b64(&self.id), "rawId": b64(&self.id), "type": "public-key", "response": response, "extensions": {} })
    }

    /// Authenticator data up to the counter, which stays 0: this key counts nothing.
    fn data(&self, rp: &str, flags: u8) -> Vec<u8> {
        let mut data = hash(rp.as_bytes());
        data.push(flags);
        data.extend([0; 4]);
        data
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    fn cose(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let (x, y) = (point.get(1..33), point.get(33..65));
        let mut cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        cose.extend(x.unwrap_or_default());
        cose.extend(b"\x22\x58\x20");
        cose.extend(y.unwrap_or_default());
        cose
    }
}

impl Auth {
    /// Gives an account a key in software and adds it as any other; the platform can then answer in its place.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn give_soft_key(
        &self,
        at: &RelyingParty,
        account: &AccountId,
        now: At,
    ) -> Result<SoftKey, KeyFailed> {
        let key = SoftKey::new(&self.0.chance).ok_or(KeyRefused::Wrong)?;
        let asked = self.ask_for_key(at, account, now).await?;
        let made = key.make(&asked.options, &at.origin);
        self.add_key(at, account, (&asked.ceremony, &made), "demo", now)
            .await?;
        self.keep_secret(&name(account), &key.bytes()).await?;
        Ok(key)
    }

    /// The key in software of an account, if it was given one.
    ///
    /// # Errors
    /// If the store fails or the key cannot be opened.
    pub async fn soft_key(&self, account: &AccountId) -> Result<Option<SoftKey>, Error> {
        let kept = self.secret(&name(account)).await?;
        Ok(kept.and_then(|bytes| SoftKey::from_bytes(&bytes)))
    }

    /// What the key in software of a login name answers to the question how to get in.
    ///
    /// # Errors
    /// If the store fails or the key cannot be opened.
    pub async fn soft_answer(
        &self,
        at: &RelyingParty,
        login: &str,
        options: &Value,
    ) -> Result<Option<Value>, Error> {
        let Some(account) = self.account_named(login).await? else {
            return Ok(None);
        };
        let key = self.soft_key(&account).await?;
        Ok(key.map(|key| key.assert(options, &at.origin)))
    }

    /// A secret of this installation, by name.
    pub(crate) async fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT value FROM auth_secret WHERE name = $1";
        let row = self.0.ledger.db().one(sql, vec![name.into()]).await?;
        let kept = row.map(|row| row.bytes(0)).transpose()?;
        let of = Actor::system().account;
        let opened = kept.map(|kept| self.0.sealer.open(&of, &kept));
        opened.transpose().map_err(Error::Seal)
    }

    /// A secret of this installation that is drawn by chance when it is asked for first.
    pub(crate) async fn own_secret(&self, name: &str) -> Result<Vec<u8>, Error> {
        if let Some(known) = self.secret(name).await? {
            return Ok(known);
        }
        let mut fresh = [0; 32];
        (self.0.chance)(&mut fresh);
        self.keep_secret(name, &fresh).await?;
        // another process may have been first; without any there is no digest that only we can make
        let kept = self.secret(name).await?;
        kept.ok_or_else(|| Error::Seal(format!("the secret {name} was not kept").into()))
    }

    /// Keeps a secret of this installation, unless there is one of this name.
    pub(crate) async fn keep_secret(&self, name: &str, value: &[u8]) -> Result<(), Error> {
        let sealed = self.0.sealer.seal(&Actor::system().account, value);
        let sql =
            "INSERT INTO auth_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        let args = vec![name.into(), sealed.map_err(Error::Seal)?.into()];
        let done = self.0.ledger.db().run(Write::new(sql, args)).await;
        Ok(done.map(drop)?)
    }
}

fn name(account: &AccountId) -> String {
    format!("soft key of {account}")
}

fn client_data(kind: &str, options: &Value, origin: &str) -> Vec<u8> {
    let challenge = options.pointer("/publicKey/challenge");
    let said =
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false });
    said.to_string().into_bytes()
}

fn hash(bytes: &[u8]) -> Vec<u8> {
    let digest = Digest::of(bytes);
    let raw = data_encoding::HEXLOWER.decode(digest.as_str().as_bytes());
    raw.unwrap_or_default()
}

fn b64(bytes: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(bytes)
}
