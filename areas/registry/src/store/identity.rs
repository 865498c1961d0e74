//! Names, birth days, patient numbers: one sealed row per person.
//!
//! A person is found again by a keyed digest of site and patient number; its key (the pepper) is sealed as well,
//! so that the digest of a short number cannot be tried out by somebody who holds the database alone.

use blob::KeyId;
use serde::{Deserialize, Serialize};
use store::{Value, Write};
use web::Platform;
use words::{Day, Digest, PersonId, SiteId};

/// Who a person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Identity {
    /// 氏名.
    pub name: String,
    /// 氏名カナ.
    pub kana: String,
    /// 生年月日, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub birth_day: Day,
    /// FHIR administrative gender: male, female, other, unknown.
    pub sex: String,
    /// 患者番号 at the registering site.
    #[serde(default)]
    pub patient_number: Option<String>,
}

/// The sealed row of a person, to ride with the registration.
///
/// # Errors
/// If the key store fails.
pub(crate) fn write(
    platform: &Platform,
    person: &PersonId,
    lookup: Option<&Digest>,
    identity: &Identity,
) -> anyhow::Result<Write> {
    let plain = serde_json::to_vec(identity)?;
    let sealed = platform.blobs().seal(&KeyId::person(person), &plain)?;
    let lookup = lookup.map_or(Value::NoText, Value::from);
    let sql = "INSERT INTO registry_identity (person, lookup, sealed) VALUES ($1, $2, $3)";
    Ok(Write::new(sql, vec![person.into(), lookup, sealed.into()]))
}

/// The identity of a person; `None` if there is none or it was forgotten.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn identity(
    platform: &Platform,
    person: &PersonId,
) -> anyhow::Result<Option<Identity>> {
    let key = KeyId::person(person);
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    let sql = "SELECT sealed FROM registry_identity WHERE person = $1";
    let Some(row) = platform.db().one(sql, vec![person.into()]).await? else {
        return Ok(None);
    };
    let plain = platform.blobs().open(&key, &row.bytes(0)?)?;
    Ok(Some(serde_json::from_slice(&plain)?))
}

/// The digest of a person's sealed identity; `None` if there is none.
///
/// # Errors
/// If the store fails.
pub(crate) async fn digest(
    platform: &Platform,
    person: &PersonId,
) -> anyhow::Result<Option<Digest>> {
    let sql = "SELECT sealed FROM registry_identity WHERE person = $1";
    let row = platform.db().one(sql, vec![person.into()]).await?;
    let sealed = row.map(|row| row.bytes(0)).transpose()?;
    Ok(sealed.map(|sealed| Digest::of(&sealed)))
}

/// Removes what finds a forgotten person again: the sealed row with its lookup, and the fingerprints of the name.
///
/// # Errors
/// If the store fails.
pub(crate) async fn erase(platform: &Platform, person: &PersonId) -> anyhow::Result<()> {
    for sql in [
        "DELETE FROM registry_identity WHERE person = $1",
        "DELETE FROM registry_namesake WHERE person = $1",
        "DELETE FROM registry_name_part WHERE person = $1",
        "DELETE FROM registry_death WHERE person = $1",
    ] {
        platform
            .db()
            .run(Write::new(sql, vec![person.into()]))
            .await?;
    }
    Ok(())
}

/// The person who has this lookup.
///
/// # Errors
/// If the store fails.
pub(crate) async fn person_of(
    platform: &Platform,
    lookup: &Digest,
) -> anyhow::Result<Option<PersonId>> {
    let sql = "SELECT person FROM registry_identity WHERE lookup = $1";
    let row = platform.db().one(sql, vec![lookup.into()]).await?;
    Ok(row.map(|row| row.id(0)).transpose()?)
}

/// The keyed digest of a patient number at a site.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn lookup(
    platform: &Platform,
    site: &SiteId,
    number: &str,
) -> anyhow::Result<Digest> {
    let pepper = pepper(platform).await?;
    let inner = Digest::of(format!("{pepper} {site} {}", number.trim()).as_bytes());
    Ok(Digest::of(format!("{pepper} {inner}").as_bytes()))
}

/// Made once; whoever comes second reads what the first wrote.
async fn pepper(platform: &Platform) -> anyhow::Result<String> {
    let key = KeyId::person(&PersonId::parse("registry.lookup")?);
    let sql = "SELECT sealed FROM registry_pepper WHERE id = 'lookup'";
    if let Some(row) = platform.db().one(sql, vec![]).await? {
        return Ok(String::from_utf8(
            platform.blobs().open(&key, &row.bytes(0)?)?,
        )?);
    }
    let made = format!("{}{}", platform.new_id("k"), platform.new_id("k"));
    let sealed = platform.blobs().seal(&key, made.as_bytes())?;
    let insert =
        "INSERT INTO registry_pepper (id, sealed) VALUES ('lookup', $1) ON CONFLICT DO NOTHING";
    platform
        .db()
        .run(Write::new(insert, vec![sealed.into()]))
        .await?;
    let row = platform.db().one(sql, vec![]).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("failed to keep the lookup key"))?;
    Ok(String::from_utf8(
        platform.blobs().open(&key, &row.bytes(0)?)?,
    )?)
}
