//! Consents in the making: sessions, papers, and the sealed words that belong to them.

use ::store::{Db, Error, Row, Value, Write};
use blob::KeyId;
use serde::{Deserialize, Serialize};
use web::{Platform, Proof};
use words::{At, CaseId, Digest, PersonId, text};

use crate::{decide::Paper, words::session::Session};

/// Words of a person or of staff: never in the ledger, sealed with the person's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// What was asked or written.
    pub asked: String,
    /// What was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<String>,
    /// Makes the digest of a short text impossible to guess.
    pub salt: String,
}

/// Seals words: the digest of what is sealed, and the row. Written again for the same id, it takes the place of the row.
///
/// # Errors
/// If the key store fails.
pub(crate) fn said(
    platform: &Platform,
    (session, id): (&str, &str),
    person: &PersonId,
    said: &Said,
) -> anyhow::Result<(Digest, Write)> {
    let key = KeyId::person(person);
    let sealed = platform.blobs().seal(&key, &serde_json::to_vec(said)?)?;
    let digest = Digest::of(&sealed);
    let sql = "INSERT INTO consent_words (id, session, person, digest, sealed) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, sealed = excluded.sealed";
    let args = vec![
        id.into(),
        session.into(),
        person.into(),
        (&digest).into(),
        sealed.into(),
    ];
    Ok((digest, Write::new(sql, args)))
}

/// Opens words; none if there are none or the person was forgotten.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn heard(
    platform: &Platform,
    person: &PersonId,
    id: &str,
) -> anyhow::Result<Option<Said>> {
    let key = KeyId::person(person);
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    let sql = "SELECT sealed FROM consent_words WHERE id = $1";
    let Some(row) = platform.db().one(sql, vec![id.into()]).await? else {
        return Ok(None);
    };
    let plain = platform.blobs().open(&key, &row.bytes(0)?)?;
    Ok(Some(serde_json::from_slice(&plain)?))
}

/// A session with its version.
///
/// # Errors
/// If the store fails.
pub(crate) async fn session(db: &Db, id: &str) -> Result<Option<Session>, Error> {
    let sql = "SELECT state FROM consent_session WHERE id = $1";
    let row = db.one(sql, vec![id.into()]).await?;
    row.map(|row| row.json(0)).transpose()
}

/// The sessions of a case, the latest first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn sessions(db: &Db, case: &CaseId) -> Result<Vec<(String, Session)>, Error> {
    let sql = "SELECT id, state FROM consent_session WHERE case_id = $1";
    let rows = db.all(sql, vec![case.into()]).await?;
    let one = |row: &Row| Ok::<_, Error>((row.text(0)?, row.json::<Session>(1)?));
    let mut all: Vec<_> = rows.iter().map(one).collect::<Result<_, _>>()?;
    all.sort_by_key(|(_, s)| std::cmp::Reverse(s.invited.1));
    Ok(all)
}

/// Sessions that are open although their invitation ended.
///
/// # Errors
/// If the store fails.
pub(crate) async fn overdue(db: &Db, now: At) -> Result<Vec<String>, Error> {
    let sql = "SELECT id FROM consent_session WHERE until <= $1 AND status IN ('invited', 'in_progress', 'explained')";
    let rows = db.all(sql, vec![now.into()]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// A paper.
///
/// # Errors
/// If the store fails.
pub(crate) async fn paper(db: &Db, id: &str) -> Result<Option<Paper>, Error> {
    let sql = "SELECT state FROM consent_paper WHERE id = $1";
    let row = db.one(sql, vec![id.into()]).await?;
    row.map(|row| row.json(0)).transpose()
}

/// The papers of a case that have no record yet.
///
/// # Errors
/// If the store fails.
pub(crate) async fn papers(db: &Db, case: &CaseId) -> Result<Vec<(String, Paper)>, Error> {
    let sql = "SELECT id, state FROM consent_paper WHERE case_id = $1 AND open = 1 ORDER BY id";
    let rows = db.all(sql, vec![case.into()]).await?;
    let one = |row: &Row| Ok((row.text(0)?, row.json(1)?));
    rows.iter().map(one).collect()
}

/// Proves that scans are there and that sealed words are those of which the ledger has the digest.
///
/// # Errors
/// If the store fails.
pub(crate) async fn prove(platform: &Platform) -> anyhow::Result<Proof> {
    let mut proof = Proof::default();
    let db = platform.db();
    for row in db
        .all("SELECT id, state FROM consent_paper ORDER BY id", vec![])
        .await?
    {
        let paper: Paper = row.json(1)?;
        let key = KeyId::person(&paper.invitation.person);
        let by = format!("consent paper {}", row.text(0)?);
        proof.stored(platform, &by, &key, &paper.scan).await?;
    }
    for row in db
        .all("SELECT id, state FROM consent_session ORDER BY id", vec![])
        .await?
    {
        let (id, session): (String, Session) = (row.text(0)?, row.json(1)?);
        if platform
            .blobs()
            .is_forgotten(&KeyId::person(&session.invitation.person))
        {
            continue;
        }
        let questions = session
            .questions
            .iter()
            .map(|(q, s)| (q.clone(), &s.digest));
        let signed = session
            .signature
            .iter()
            .map(|(d, _)| (format!("{id}-signature"), d));
        for (words, digest) in questions.chain(signed) {
            proof.checked += 1;
            let args: Vec<Value> = vec![words.as_str().into()];
            let kept = db
                .one("SELECT sealed FROM consent_words WHERE id = $1", args)
                .await?;
            let kept = kept.map(|row| row.bytes(0)).transpose()?;
            if kept.is_none_or(|sealed| Digest::of(&sealed) != *digest) {
                proof.flaw(text!(
                    ("同意の記録 {id} の封をした言葉 {words} が、台帳のダイジェストと一致しません。データベースを控えから戻してください。"),
                    ("the sealed words {words} of consent session {id} are not those of the ledger: restore the database from a backup")
                ));
            }
        }
    }
    Ok(proof)
}
