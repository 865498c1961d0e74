//! Proves the rows beside the aggregates: identities, fingerprints of names, who is a member of what, why an
//! identity was opened.

use blob::{Error, KeyId};
use web::{Platform, Proof};
use words::{Digest, PersonId, Text, text};

use super::{Identity, lookup, namesake};
use crate::decide::{CaseAggregate, PersonAggregate, PersonState};

/// Every person has the sealed identity that was entered, and is found by it; every member of a case is listed.
/// Forgotten persons are not missed.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn prove(platform: &Platform) -> anyhow::Result<Proof> {
    let mut proof = Proof::default();
    let pepper = "SELECT id FROM registry_pepper WHERE id = 'lookup'";
    let pepper = platform.db().one(pepper, vec![]).await?.is_some();
    let mut after = String::new();
    loop {
        let page = platform.ledger().states_after::<PersonAggregate>(&after);
        let page = page.await?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (id, person) in &page {
            proof.checked += 1;
            let id = PersonId::parse(id.as_str())?;
            if let Some(wrong) = wrong(platform, &id, person, pepper).await? {
                proof.flaw(wrong);
            }
            super::death::prove(platform, &id, person, &mut proof).await?;
        }
    }
    members(platform, &mut proof).await?;
    super::opening::prove(platform, &mut proof).await?;
    Ok(proof)
}

/// What is wrong with the rows of a person.
async fn wrong(
    platform: &Platform,
    id: &PersonId,
    person: &PersonState,
    pepper: bool,
) -> anyhow::Result<Option<Text>> {
    let key = KeyId::person(id);
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    let sql = "SELECT sealed, lookup FROM registry_identity WHERE person = $1";
    let Some(row) = platform.db().one(sql, vec![id.into()]).await? else {
        return Ok(Some(text!(
            ("参加者 {id} の身元（表 registry_identity）がありません。控えから戻してください。"),
            ("the identity of person {id} is missing from registry_identity: restore the row from a backup")
        )));
    };
    let sealed = row.bytes(0)?;
    let other = person
        .identity
        .as_ref()
        .is_some_and(|d| *d != Digest::of(&sealed));
    let opened = match platform.blobs().open(&key, &sealed) {
        Ok(plain) if !other => plain,
        Ok(_) | Err(Error::SealBroken { .. }) => return Ok(Some(edited("registry_identity", id))),
        Err(lost @ (Error::KeyLost { .. } | Error::KeyFile { .. })) => {
            return Ok(Some(lost.text()));
        }
        Err(error) => return Err(error.into()),
    };
    let identity: Identity = serde_json::from_slice(&opened)?;
    let found_by = match identity.patient_number.as_deref() {
        // without its key no number can be looked up, and none is made here
        Some(_) if !pepper => return Ok(Some(edited("registry_pepper", id))),
        Some(number) => Some(lookup(platform, &person.site, number).await?.to_string()),
        None => None,
    };
    if row.maybe_text(1)? != found_by {
        return Ok(Some(edited("registry_identity.lookup", id)));
    }
    let (kana, born) = (&identity.kana, identity.birth_day);
    let listed = namesake::holds(platform, &person.site, id, kana, born).await?;
    // persons entered before digests were recorded may have no fingerprints
    Ok((!listed && person.identity.is_some()).then(|| edited("registry_namesake", id)))
}

fn edited(table: &str, id: &PersonId) -> Text {
    text!(
        ("参加者 {id} の {table} が、登録したときの内容と違うか、ありません。控えから戻してください。"),
        ("{table} of person {id} is missing, or not what was registered: restore it from a backup")
    )
}

/// Cases are found by the persons in them.
async fn members(platform: &Platform, proof: &mut Proof) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = platform.ledger().states_after::<CaseAggregate>(&after);
        let page = page.await?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for (id, case) in &page {
            for member in &case.members {
                listed(platform, id, &member.person, proof).await?;
            }
        }
    }
}

async fn listed(
    platform: &Platform,
    case: &str,
    person: &PersonId,
    proof: &mut Proof,
) -> anyhow::Result<()> {
    let sql = "SELECT person FROM registry_member WHERE case_id = $1 AND person = $2";
    let args = vec![case.into(), person.into()];
    if platform.db().one(sql, args).await?.is_none() {
        proof.flaw(text!(
            ("症例 {case} の参加者 {person} が表 registry_member にありません。控えから戻してください。"),
            ("person {person} of case {case} is missing from registry_member: restore the row from a backup")
        ));
    }
    Ok(())
}
