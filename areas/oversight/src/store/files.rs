//! Which case a file belongs to, by its digest: what the ledger itself names, found faster.

use ::store::{Db, Error, Insert, Tx};
use ledger::Recorded;

use crate::rules::provenance::digests_of;

/// Notes the digests that events name.
pub(super) async fn write(tx: &mut Tx, events: &[Recorded]) -> Result<(), Error> {
    let insert = Insert {
        head: "INSERT INTO oversight_file (digest, case_id, seq, kind)".to_owned(),
        tail: " ON CONFLICT (digest, case_id) DO NOTHING".to_owned(),
        width: 4,
    };
    let mut values = Vec::new();
    for event in events {
        let Some(case) = &event.case else { continue };
        for digest in digests_of(event) {
            values.extend([
                digest.into(),
                case.into(),
                event.seq.into(),
                event.kind.as_str().into(),
            ]);
        }
    }
    tx.insert(&insert, values).await.map(drop)
}

/// The cases that name a digest that begins so, each with the event that named it first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn with_digest(
    db: &Db,
    beginning: &str,
    limit: i64,
) -> Result<Vec<(String, String, i64)>, Error> {
    // digests are lower-case hexadecimal: `g` comes after all of them
    let sql = "SELECT case_id, digest, seq FROM oversight_file WHERE digest >= $1 AND digest < $2 ORDER BY digest, case_id LIMIT $3";
    let args = vec![
        beginning.into(),
        format!("{beginning}g").into(),
        limit.into(),
    ];
    let rows = db.all(sql, args).await?;
    rows.iter()
        .map(|r| Ok((r.text(0)?, r.text(1)?, r.int(2)?)))
        .collect()
}
