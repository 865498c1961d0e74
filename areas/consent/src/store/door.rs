//! One-time codes and the cookies they turn into. Only digests are stored; whoever holds the database cannot open a door.

use ::store::{Db, Error, Write};
use words::{AccountId, At, Digest};

use crate::words::Method;

/// What a secret is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Typed or followed once.
    Code,
    /// Kept by a browser.
    Cookie,
}

/// A door of a session.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    /// The session.
    pub session: String,
    /// How the record will be made.
    pub method: Method,
    /// Who handed it out.
    pub by: AccountId,
    /// Its end.
    pub expires: At,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Cookie => "cookie",
        }
    }
}

/// Opens a door for a secret; every earlier door of the session is closed with it.
///
/// # Errors
/// If the store fails.
pub(crate) async fn open(
    db: &Db,
    secret: &str,
    kind: Kind,
    door: &Door,
    now: At,
) -> Result<(), Error> {
    let close = "UPDATE consent_door SET used = 1 WHERE session = $1";
    let add = "INSERT INTO consent_door (digest, session, kind, method, issued_by, created, expires, used) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    let method = match door.method {
        Method::ERemote => "e_remote",
        Method::EOnsite | Method::Paper => "e_onsite",
    };
    let mut tx = db.begin().await?;
    tx.run(Write::new(close, vec![door.session.as_str().into()]))
        .await?;
    let digest = Digest::of(secret.as_bytes());
    let args = vec![
        (&digest).into(),
        door.session.as_str().into(),
        kind.code().into(),
        method.into(),
        (&door.by).into(),
        now.into(),
        door.expires.into(),
    ];
    tx.run(Write::new(add, args)).await?;
    tx.commit().await
}

/// The door that a secret opens now.
///
/// # Errors
/// If the store fails.
pub(crate) async fn find(
    db: &Db,
    secret: &str,
    kind: Kind,
    now: At,
) -> Result<Option<Door>, Error> {
    let sql = "SELECT session, method, issued_by, expires FROM consent_door WHERE digest = $1 AND kind = $2 AND used = 0 AND expires > $3";
    let digest = Digest::of(secret.as_bytes());
    let args = vec![(&digest).into(), kind.code().into(), now.into()];
    let Some(row) = db.one(sql, args).await? else {
        return Ok(None);
    };
    Ok(Some(Door {
        session: row.text(0)?,
        method: match row.text(1)?.as_str() {
            "e_remote" => Method::ERemote,
            _ => Method::EOnsite,
        },
        by: row.id(2)?,
        expires: At::from_micros(row.int(3)?),
    }))
}

/// Uses a code up: true for the one who came first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn use_up(db: &Db, secret: &str) -> Result<bool, Error> {
    let sql = "UPDATE consent_door SET used = 1 WHERE digest = $1 AND kind = 'code' AND used = 0";
    let digest = Digest::of(secret.as_bytes());
    Ok(db.run(Write::new(sql, vec![(&digest).into()])).await? == 1)
}

/// Closes every door of a session.
///
/// # Errors
/// If the store fails.
pub(crate) async fn close(db: &Db, session: &str) -> Result<(), Error> {
    let sql = "UPDATE consent_door SET used = 1 WHERE session = $1";
    db.run(Write::new(sql, vec![session.into()]))
        .await
        .map(drop)
}
