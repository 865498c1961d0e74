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
