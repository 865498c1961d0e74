//! Openings of identities: the rows, and what was written beside the reason, sealed under the key of the case.

use blob::KeyId;
use store::{Db, Error, Value, Write};
use web::{Platform, Proof};
use words::{CaseId, Digest, text};

use crate::decide::{OpeningAggregate, OpeningState};

/// Seals what was written: its digest, and the row to ride with the request.
///
/// # Errors
/// If the key store fails.
pub(crate) fn seal_said(
    platform: &Platform,
    opening: &str,
    case: &CaseId,
    said: &str,
) -> anyhow::Result<(Digest, Write)> {
    let sealed = platform.blobs().seal(&KeyId::case(case), said.as_bytes())?;
    let digest = Digest::of(&sealed);
    let sql = "INSERT INTO registry_opening_said (opening, case_id, sealed) VALUES ($1, $2, $3)";
    let args = vec![opening.into(), case.into(), sealed.into()];
    Ok((digest, Write::new(sql, args)))
}

/// What was written beside the reason; `None` if nothing was, or the key of the case was destroyed.
///
/// # Errors
/// If the store or the key store fails, or the row is not the one the ledger knows.
pub(crate) async fn said(
    platform: &Platform,
    id: &str,
    opening: &OpeningState,
) -> anyhow::Result<Option<String>> {
    let key = KeyId::case(&opening.case);
    let Some(digest) = opening.said.as_ref() else {
        return Ok(None);
    };
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    let Some(sealed) = sealed(platform, id).await? else {
        anyhow::bail!("failed to read the reason of opening {id}: it is missing");
    };
    anyhow::ensure!(
        Digest::of(&sealed) == *digest,
        "failed to read the reason of opening {id}: it was altered"
    );
    Ok(Some(String::from_utf8(
        platform.blobs().open(&key, &sealed)?,
    )?))
}

async fn sealed(platform: &Platform, id: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let sql = "SELECT sealed FROM registry_opening_said WHERE opening = $1";
    let row = platform.db().one(sql, vec![id.into()]).await?;
    Ok(row.map(|row| row.bytes(0)).transpose()?)
}

/// Openings, newest first: of a case if given, else all.
///
/// # Errors
/// If the store fails.
pub(crate) async fn openings(
    db: &Db,
    case: Option<&CaseId>,
    limit: i64,
) -> Result<Vec<(String, OpeningState)>, Error> {
    let (sql, args): (&str, Vec<Value>) = match case {
        Some(case) => (
            "SELECT id, state FROM registry_opening WHERE case_id = $1 ORDER BY asked_at DESC, id LIMIT $2",
            vec![case.into(), limit.into()],
        ),
        None => (
            "SELECT id, state FROM registry_opening ORDER BY asked_at DESC, id LIMIT $1",
            vec![limit.into()],
        ),
    };
    let rows = db.all(sql, args).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.json(1)?)))
        .collect()
}

/// An opening.
///
/// # Errors
/// If the store fails.
pub(crate) async fn opening(db: &Db, id: &str) -> Result<Option<OpeningState>, Error> {
    let sql = "SELECT state FROM registry_opening WHERE id = $1";
    let row = db.one(sql, vec![id.into()]).await?;
    row.map(|row| row.json(0)).transpose()
}

/// Every reason in words is the one that was given.
///
/// # Errors
/// If the store fails.
pub(crate) async fn prove(platform: &Platform, proof: &mut Proof) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = platform.ledger().states_after::<OpeningAggregate>(&after);
        let page = page.await?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for (id, opening) in &page {
            let Some(digest) = &opening.said else {
                continue;
            };
            proof.checked += 1;
            let kept = sealed(platform, id).await?;
            if kept.is_none_or(|sealed| Digest::of(&sealed) != *digest) {
                proof.flaw(text!(
                    ("本人情報の開示 {id} の理由（表 registry_opening_said）が、求めたときの内容と違うか、ありません。控えから戻してください。"),
                    ("the reason of opening {id} in registry_opening_said is missing, or not what was given: restore it from a backup")
                ));
            }
        }
    }
}
