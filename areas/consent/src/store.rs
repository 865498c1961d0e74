//! The schema, and the rows that are not aggregates: sealed words of the giver, receipts.

pub(crate) mod door;
pub(crate) mod session;

use ::store::{Db, Error, Migration, Value, Write};
use blob::KeyId;
use serde::{Deserialize, Serialize};
use web::{Platform, Proof};
use words::{Digest, PersonId};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            name: "consent/0001_consent",
            sql: include_str!("../migrations/0001_consent.sql"),
        },
        Migration {
            name: "consent/0002_sessions",
            sql: include_str!("../migrations/0002_sessions.sql"),
        },
    ]
}

/// What was said in words: never in the ledger, sealed with the person's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// What another relation of the proxy is.
    pub other_relation: Option<String>,
}

/// The sealed row of a note.
///
/// # Errors
/// If the key store fails.
pub(crate) fn note(
    platform: &Platform,
    consent: &str,
    person: &PersonId,
    note: &Note,
) -> anyhow::Result<Write> {
    let sealed = platform
        .blobs()
        .seal(&KeyId::person(person), &serde_json::to_vec(note)?)?;
    let sql = "INSERT INTO consent_note (consent, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(Write::new(sql, vec![consent.into(), sealed.into()]))
}

/// Opens the note of a consent.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn read_note(
    platform: &Platform,
    consent: &str,
    person: &PersonId,
) -> anyhow::Result<Note> {
    let sql = "SELECT sealed FROM consent_note WHERE consent = $1";
    let Some(row) = platform.db().one(sql, vec![consent.into()]).await? else {
        return Ok(Note::default());
    };
    let plain = platform
        .blobs()
        .open(&KeyId::person(person), &row.bytes(0)?)?;
    Ok(serde_json::from_slice(&plain)?)
}

/// Remembers the receipt of a version.
///
/// # Errors
/// If the store fails.
pub(crate) async fn keep_receipt(
    db: &Db,
    consent: &str,
    version: i64,
    digest: &Digest,
) -> Result<(), Error> {
    let sql = "INSERT INTO consent_receipt (consent, version, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let args: Vec<Value> = vec![consent.into(), version.into(), digest.into()];
    db.run(Write::new(sql, args)).await.map(drop)
}

/// Proves that the receipts that were kept are there.
///
/// # Errors
/// If the store fails.
pub(crate) async fn prove(platform: &Platform) -> anyhow::Result<Proof> {
    let mut proof = Proof::default();
    let sql = "SELECT r.consent, r.digest, c.person FROM consent_receipt r JOIN consent_consent c ON c.id = r.consent ORDER BY r.consent";
    for row in platform.db().all(sql, vec![]).await? {
        let person: PersonId = row.id(2)?;
        let digest = row.text(1)?.parse()?;
        let by = format!("consent receipt {}", row.text(0)?);
        let key = KeyId::person(&person);
        proof.stored(platform, &by, &key, &digest).await?;
    }
    proof.add(session::prove(platform).await?);
    Ok(proof)
}

/// The latest receipt of a consent: version and digest.
///
/// # Errors
/// If the store fails.
pub(crate) async fn receipt(db: &Db, consent: &str) -> Result<Option<(i64, Digest)>, Error> {
    let sql = "SELECT version, digest FROM consent_receipt WHERE consent = $1 ORDER BY version DESC LIMIT 1";
    let Some(row) = db.one(sql, vec![consent.into()]).await? else {
        return Ok(None);
    };
    let digest = row
        .text(1)?
        .parse()
        .map_err(|e| Error::decode("consent_receipt.digest", e))?;
    Ok(Some((row.int(0)?, digest)))
}
