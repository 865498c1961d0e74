//! Sessions of browsers and tokens of programs: random, stored as digests, with an end.

use base64::Engine as _;
use store::Write;
use words::{AccountId, At, Digest};

use crate::{Auth, NotSignedIn, SignInFailed, Who};

/// A session ends after twelve hours, or after half an hour without use: hospital PCs are shared.
const SESSION_SECONDS: i64 = 12 * 3600;
const IDLE_SECONDS: i64 = 30 * 60;
/// `seen` is moved at most once a minute.
const SEEN_SECONDS: i64 = 60;
/// The longest life of a token.
const TOKEN_DAYS: i64 = 90;

/// What carries the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A browser's cookie.
    Session,
    /// A program's bearer token.
    Token,
}

/// A fresh secret. It is shown once; the store holds its digest only.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The secret.
    pub secret: String,
    /// When it ends.
    pub expires: At,
}

/// An open session, as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// When it was opened.
    pub created: At,
    /// When it was used last, to the minute.
    pub seen: At,
    /// The one that asks.
    pub here: bool,
}

impl Auth {
    /// Opens a session for a browser.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn open_session(&self, account: &AccountId, now: At) -> Result<Issued, store::Error> {
        let issued = self.issue(now.plus_seconds(SESSION_SECONDS));
        let sql = "INSERT INTO session (digest, account, created, expires, seen, revoked) VALUES ($1, $2, $3, $4, $3, 0)";
        self.keep(sql, &issued, account, now).await?;
        Ok(issued)
    }

    /// Issues a token for a program, for at most 90 days.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn issue_token(
        &self,
        account: &AccountId,
        until: At,
        now: At,
    ) -> Result<Issued, store::Error> {
        let issued = self.issue(until.min(now.plus_days(TOKEN_DAYS)));
        let sql = "INSERT INTO api_token (digest, account, created, expires, revoked) VALUES ($1, $2, $3, $4, 0)";
        self.keep(sql, &issued, account, now).await?;
        Ok(issued)
    }

    fn issue(&self, expires: At) -> Issued {
        let mut bytes = [0; 32];
        (self.0.chance)(&mut bytes);
        Issued {
            secret: base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes),
            expires,
        }
    }

    async fn keep(
        &self,
        sql: &'static str,
        issued: &Issued,
        account: &AccountId,
        now: At,
    ) -> Result<(), store::Error> {
        let args = vec![
            (&Digest::of(issued.secret.as_bytes())).into(),
            account.into(),
            now.into(),
            issued.expires.into(),
        ];
        self.0
            .ledger
            .db()
            .run(Write::new(sql, args))
            .await
            .map(drop)
    }

    /// Who holds a secret.
    ///
    /// # Errors
    /// [`SignInFailed`]: expired, invalid, or the store failed.
    pub async fn holder(&self, kind: Kind, secret: &str, now: At) -> Result<Who, SignInFailed> {
        let digest = Digest::of(secret.as_bytes());
        let sql = match kind {
            Kind::Session => {
                "SELECT account, expires, revoked, seen FROM session WHERE digest = $1"
            }
            Kind::Token => {
                "SELECT account, expires, revoked, created FROM api_token WHERE digest = $1"
            }
        };
        let row = self.0.ledger.db().one(sql, vec![(&digest).into()]).await?;
        let row = row.ok_or(NotSignedIn::Invalid)?;
        let (expires, seen) = (At::from_micros(row.int(1)?), At::from_micros(row.int(3)?));
        if row.int(2)? != 0 {
            return Err(NotSignedIn::Invalid.into());
        }
        let idle = kind == Kind::Session && seen.plus_seconds(IDLE_SECONDS) <= now;
        if expires <= now || idle {
            return Err(NotSignedIn::Expired.into());
        }
        if kind == Kind::Session && seen.plus_seconds(SEEN_SECONDS) <= now {
            let sql = "UPDATE session SET seen = $2 WHERE digest = $1";
            self.0
                .ledger
                .db()
                .run(Write::new(sql, vec![(&digest).into(), now.into()]))
                .await?;
        }
        let account: AccountId = row.id(0)?;
        self.who(&account, now)
            .await?
            .ok_or_else(|| NotSignedIn::Invalid.into())
    }

    /// Ends a session or token at once.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn revoke(&self, kind: Kind, secret: &str) -> Result<(), store::Error> {
        let sql = match kind {
            Kind::Session => "UPDATE session SET revoked = 1 WHERE digest = $1",
            Kind::Token => "UPDATE api_token SET revoked = 1 WHERE digest = $1",
        };
        let args = vec![(&Digest::of(secret.as_bytes())).into()];
        self.0
            .ledger
            .db()
            .run(Write::new(sql, args))
            .await
            .map(drop)
    }

    /// Ends every session and token of an account at once.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn revoke_all(&self, account: &AccountId) -> Result<(), store::Error> {
        for sql in [
            "UPDATE session SET revoked = 1 WHERE account = $1",
            "UPDATE api_token SET revoked = 1 WHERE account = $1",
        ] {
            self.0
                .ledger
                .db()
                .run(Write::new(sql, vec![account.into()]))
                .await?;
        }
        Ok(())
    }

    /// The sessions of an account that are open now, newest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn sessions(
        &self,
        account: &AccountId,
        here: Option<&str>,
        now: At,
    ) -> Result<Vec<Open>, store::Error> {
        let sql = "SELECT created, seen, digest FROM session
                   WHERE account = $1 AND revoked = 0 AND expires > $2 AND seen > $3 ORDER BY created DESC";
        let idle = At::from_micros(now.micros() - IDLE_SECONDS * 1_000_000);
        let args = vec![account.into(), now.into(), idle.into()];
        let here = here.map(|secret| Digest::of(secret.as_bytes()).to_string());
        let rows = self.0.ledger.db().all(sql, args).await?;
        let open = rows.iter().map(|row| {
            Ok(Open {
                created: At::from_micros(row.int(0)?),
                seen: At::from_micros(row.int(1)?),
                here: here.as_deref() == Some(row.text(2)?.as_str()),
            })
        });
        open.collect()
    }
}
