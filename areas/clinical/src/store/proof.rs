//! Proves that the sealed answers of every revision are there, and are those that the ledger knows.

use std::collections::HashSet;

use ::words::{Digest, Text, text};
use blob::KeyId;
use ledger::Aggregate as _;
use web::{Platform, Proof};

use crate::decide::{Event, Sheet};

/// Case, section, revision.
type Place = (String, String, i64);

/// Every saved revision has its row, unchanged, and no row was written past the ledger. Forgotten cases are not missed.
///
/// # Errors
/// If the store fails.
pub(crate) async fn prove(platform: &Platform) -> anyhow::Result<Proof> {
    let mut proof = Proof::default();
    // rows first: what is saved meanwhile is then among the events
    let mut unknown = rows(platform).await?;
    let mut after = 0;
    loop {
        let page = platform.ledger().events_of_kind(Sheet::KIND, after).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for event in page {
            // an event that cannot be read was edited: the replay names it
            let Ok(event) = serde_json::from_value::<Event>(event.payload) else {
                continue;
            };
            proof.checked += 1;
            let Event::Saved {
                case,
                section,
                revision,
                ..
            } = &event;
            unknown.remove(&(case.to_string(), section.clone(), *revision));
            if let Some(wrong) = wrong(platform, &event).await? {
                proof.flaw(wrong);
            }
        }
    }
    for (case, section, revision) in unknown {
        proof.flaw(text!(
            ("症例 {case} の臨床情報 {section} 第{revision}版は、台帳に出来事がありません。台帳を通さずに書かれています。誰が書いたか調べてください。"),
            ("revision {revision} of section {section} of case {case} in clinical_answers has no event: it was written past the ledger; find out by whom")
        ));
    }
    Ok(proof)
}

async fn rows(platform: &Platform) -> anyhow::Result<HashSet<Place>> {
    let sql = "SELECT case_id, section, revision FROM clinical_answers";
    let rows = platform.db().all(sql, vec![]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?, row.int(2)?)))
        .collect()
}

async fn wrong(platform: &Platform, event: &Event) -> anyhow::Result<Option<Text>> {
    let Event::Saved {
        case,
        section,
        revision,
        sealed,
        ..
    } = event;
    if platform.blobs().is_forgotten(&KeyId::case(case)) {
        return Ok(None);
    }
    let sql =
        "SELECT sealed FROM clinical_answers WHERE case_id = $1 AND section = $2 AND revision = $3";
    let args = vec![case.into(), section.as_str().into(), (*revision).into()];
    let row = platform.db().one(sql, args).await?;
    Ok(match row.map(|row| row.bytes(0)).transpose()? {
        Some(bytes) if Digest::of(&bytes) == *sealed => None,
        Some(_) => Some(text!(
            ("症例 {case} の臨床情報 {section} 第{revision}版（表 clinical_answers）が書き換えられています。控えから戻してください。"),
            ("revision {revision} of section {section} of case {case} in clinical_answers was edited: restore the row from a backup")
        )),
        None => Some(text!(
            ("症例 {case} の臨床情報 {section} 第{revision}版（表 clinical_answers）がありません。控えから戻してください。"),
            ("revision {revision} of section {section} of case {case} is missing from clinical_answers: restore the row from a backup")
        )),
    })
}
