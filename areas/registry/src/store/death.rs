//! Days of death: one row per person who died, sealed under the key of the person.

use blob::KeyId;
use store::Write;
use web::{Platform, Proof};
use words::{Day, Digest, PersonId, text};

use crate::{decide::PersonState, words::death::Sealed};

/// Seals a day: its digest, and the row to ride with the record.
///
/// # Errors
/// If the key store fails.
pub(crate) fn seal(
    platform: &Platform,
    person: &PersonId,
    on: Day,
) -> anyhow::Result<(Digest, Write)> {
    let plain = serde_json::to_vec(&Sealed { on })?;
    let sealed = platform.blobs().seal(&KeyId::person(person), &plain)?;
    let digest = Digest::of(&sealed);
    let sql = "INSERT INTO registry_death (person, sealed) VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed";
    Ok((digest, Write::new(sql, vec![person.into(), sealed.into()])))
}

/// Takes the day away again, with the correction.
pub(crate) fn clear(person: &PersonId) -> Write {
    let sql = "DELETE FROM registry_death WHERE person = $1";
    Write::new(sql, vec![person.into()])
}

/// The day of a person's death; `None` if it is not known, or the person was forgotten.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn day(
    platform: &Platform,
    person: &PersonId,
    state: &PersonState,
) -> anyhow::Result<Option<Day>> {
    let key = KeyId::person(person);
    let known = state.death.as_ref().is_some_and(|d| d.day.is_some());
    if !known || platform.blobs().is_forgotten(&key) {
        return Ok(state.died);
    }
    let Some(sealed) = sealed(platform, person).await? else {
        anyhow::bail!("failed to read the day of death of {person}: it is missing");
    };
    let plain = platform.blobs().open(&key, &sealed)?;
    Ok(Some(serde_json::from_slice::<Sealed>(&plain)?.on))
}

async fn sealed(platform: &Platform, person: &PersonId) -> anyhow::Result<Option<Vec<u8>>> {
    let sql = "SELECT sealed FROM registry_death WHERE person = $1";
    let row = platform.db().one(sql, vec![person.into()]).await?;
    Ok(row.map(|row| row.bytes(0)).transpose()?)
}

/// The sealed day is the one that was recorded.
///
/// # Errors
/// If the store fails.
pub(super) async fn prove(
    platform: &Platform,
    person: &PersonId,
    state: &PersonState,
    proof: &mut Proof,
) -> anyhow::Result<()> {
    let Some(digest) = state.death.as_ref().and_then(|d| d.day.as_ref()) else {
        return Ok(());
    };
    if platform.blobs().is_forgotten(&KeyId::person(person)) {
        return Ok(());
    }
    proof.checked += 1;
    let kept = sealed(platform, person).await?;
    if kept.is_none_or(|sealed| Digest::of(&sealed) != *digest) {
        proof.flaw(text!(
            ("参加者 {person} の亡くなられた日（表 registry_death）が、記録したときの内容と違うか、ありません。控えから戻してください。"),
            ("the day of death of person {person} in registry_death is missing, or not what was recorded: restore it from a backup")
        ));
    }
    Ok(())
}
