//! The schema, and the sealed answers: one row per revision, none deleted; unreadable once the key of the case is destroyed.

mod proof;

use ::store::{Migration, Write};
use ::words::{At, CaseId, Digest};
use blob::KeyId;
use serde_json::Value;
use web::Platform;

use crate::decide::State;

pub(crate) use proof::prove;

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "clinical/0001_clinical",
        sql: include_str!("../migrations/0001_clinical.sql"),
    }]
}

/// Seals answers: the digest of what is sealed, and the bytes.
///
/// # Errors
/// If the key store fails.
pub(crate) fn seal(
    platform: &Platform,
    case: &CaseId,
    answers: &Value,
) -> anyhow::Result<(Digest, Vec<u8>)> {
    let sealed = platform
        .blobs()
        .seal(&KeyId::case(case), &serde_json::to_vec(answers)?)?;
    Ok((Digest::of(&sealed), sealed))
}

/// The row of a revision.
pub(crate) fn row(case: &CaseId, section: &str, revision: i64, at: At, sealed: Vec<u8>) -> Write {
    let sql = "INSERT INTO clinical_answers (case_id, section, revision, at, sealed) VALUES ($1, $2, $3, $4, $5)";
    Write::new(
        sql,
        vec![
            case.into(),
            section.into(),
            revision.into(),
            at.into(),
            sealed.into(),
        ],
    )
}

/// A revision of a section as it was saved.
pub(crate) struct Revision {
    /// From 1.
    pub revision: i64,
    /// When.
    pub at: At,
    /// What was answered.
    pub answers: Value,
}

/// Every revision of a section, oldest first. Empty once the key of the case was destroyed.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn revisions(
    platform: &Platform,
    case: &CaseId,
    section: &str,
) -> anyhow::Result<Vec<Revision>> {
    let key = KeyId::case(case);
    if platform.blobs().is_forgotten(&key) {
        return Ok(vec![]);
    }
    let sql = "SELECT revision, at, sealed FROM clinical_answers WHERE case_id = $1 AND section = $2 ORDER BY revision";
    let rows = platform
        .db()
        .all(sql, vec![case.into(), section.into()])
        .await?;
    let mut out = Vec::new();
    for row in rows {
        out.push(Revision {
            revision: row.int(0)?,
            at: At::from_micros(row.int(1)?),
            answers: serde_json::from_slice(&platform.blobs().open(&key, &row.bytes(2)?)?)?,
        });
    }
    Ok(out)
}

/// Where the sheets of all cases of a site stand (of all sites if none is given): no answer is opened for it.
///
/// # Errors
/// If the store fails.
pub(crate) async fn states(
    db: &::store::Db,
    site: Option<&::words::SiteId>,
) -> Result<Vec<State>, ::store::Error> {
    let (sql, args) = match site {
        Some(site) => (
            "SELECT s.state FROM clinical_sheet s JOIN registry_case c ON c.id = s.case_id WHERE c.site = $1 ORDER BY s.id",
            vec![site.into()],
        ),
        None => ("SELECT state FROM clinical_sheet ORDER BY id", vec![]),
    };
    let rows = db.all(sql, args).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The sheets of a case with their latest answers, by section. Empty once the key of the case was destroyed.
///
/// # Errors
/// If the store or the key store fails, or a sealed row is not the one the ledger knows.
pub(crate) async fn sheets(
    platform: &Platform,
    case: &CaseId,
) -> anyhow::Result<Vec<(State, Value)>> {
    let key = KeyId::case(case);
    if platform.blobs().is_forgotten(&key) {
        return Ok(vec![]);
    }
    let sql = "SELECT s.state, a.sealed FROM clinical_sheet s JOIN clinical_answers a ON a.case_id = s.case_id AND s.id = a.case_id || ':' || a.section
               WHERE s.case_id = $1 ORDER BY s.id, a.revision DESC";
    let mut out: Vec<(State, Value)> = Vec::new();
    for row in platform.db().all(sql, vec![case.into()]).await? {
        let state: State = row.json(0)?;
        if out
            .last()
            .is_some_and(|(last, _)| last.section == state.section)
        {
            continue;
        }
        let sealed = row.bytes(1)?;
        anyhow::ensure!(
            Digest::of(&sealed) == state.sealed,
            "failed to read section {} of case {case}: the stored answers were altered",
            state.section
        );
        let answers = serde_json::from_slice(&platform.blobs().open(&key, &sealed)?)?;
        out.push((state, answers));
    }
    Ok(out)
}
