//! Passwords (Argon2id) and the second factor (TOTP).

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use totp_rs::{Builder, Totp};
use words::{AccountId, At};

use crate::{Auth, Error};

/// A hash of a password nobody has: an unknown login takes as long as a wrong password.
pub(crate) const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$a3VtaWhpbW8tbm9ib2R5IQ$7r8SFXZBYHNmxyoBzvNGDCYzWxjgWGAqDq2ACkRTa3k";

impl Auth {
    /// Hashes a password off the async threads, two at a time.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let mut salt = [0; 16];
        (self.0.chance)(&mut salt);
        let password = password.to_owned();
        let work = move || {
            Argon2::default()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|h| h.to_string())
                .map_err(|e| Error::Hash(e.to_string()))
        };
        self.busy(work).await?
    }

    /// Whether the password has this hash; `None` is an unknown login and never matches.
    pub(crate) async fn matches(
        &self,
        password: &str,
        hash: Option<String>,
    ) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let password = password.to_owned();
        let work = move || {
            let parsed = PasswordHash::new(&hash).map_err(|e| Error::Hash(e.to_string()))?;
            Ok(Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok())
        };
        self.busy(work).await?.map(|fits: bool| fits && known)
    }

    async fn busy<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let gone = |e: &dyn std::fmt::Display| Error::Hash(e.to_string());
        let _place = self.0.hashing.acquire().await.map_err(|e| gone(&e))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|e| gone(&e))
    }

    /// A new secret for the second factor: 20 bytes.
    pub(crate) fn new_totp_secret(&self) -> Vec<u8> {
        let mut secret = vec![0; 20];
        (self.0.chance)(&mut secret);
        secret
    }

    /// The time step of a right code, if it is one (30 s steps, one step of tolerance).
    pub(crate) fn step_of(
        &self,
        account: &AccountId,
        sealed: &[u8],
        code: &str,
        now: At,
    ) -> Result<Option<i64>, Error> {
        let secret = self.0.sealer.open(account, sealed).map_err(Error::Seal)?;
        let step = totp(secret).check(&plain_digits(code), seconds(now));
        Ok(step.map(|s| i64::try_from(s).unwrap_or(i64::MAX)))
    }
}

/// The code that a secret shows at an instant: what an authenticator app computes.
#[must_use]
pub(crate) fn code_at(secret: Vec<u8>, now: At) -> String {
    totp(secret).generate(seconds(now)).to_string()
}

fn totp(secret: Vec<u8>) -> Totp {
    Builder::new()
        .with_secret(secret)
        .with_skew(1)
        .build_noncompliant()
}

fn seconds(at: At) -> u64 {
    u64::try_from(at.micros() / 1_000_000).unwrap_or_default()
}

/// Codes typed with the Japanese input method on: full-width digits and spaces.
fn plain_digits(code: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        c if c.is_whitespace() => None,
        c => Some(c),
    };
    code.chars().filter_map(plain).collect()
}
