//! Who has the same name: found by fingerprints of name, and of name with birth day, under a key outside the data
//! directory. No name lies in the table, and nobody who holds the table alone can try names out.

use blob::KeyId;
use store::Write;
use web::Platform;
use words::{Day, Digest, PersonId, SiteId};

use crate::words::kana;

/// The two fingerprints of somebody at a site.
struct Prints {
    name: Digest,
    name_and_birth: Digest,
}

fn prints(platform: &Platform, site: &SiteId, kana: &str, born: Day) -> anyhow::Result<Prints> {
    let (key, name) = (KeyId::index("namesake"), kana::normalised(kana));
    let print = |value: String| platform.blobs().fingerprint(&key, value.as_bytes());
    Ok(Prints {
        name: print(format!("{site}\n{name}"))?,
        name_and_birth: print(format!("{site}\n{name}\n{born}"))?,
    })
}

/// The row of a person at a site, to ride with the registration.
///
/// # Errors
/// If the key store fails.
pub(crate) fn row(
    platform: &Platform,
    site: &SiteId,
    person: &PersonId,
    kana: &str,
    born: Day,
) -> anyhow::Result<Write> {
    let Prints {
        name,
        name_and_birth,
    } = prints(platform, site, kana, born)?;
    let sql = "INSERT INTO registry_namesake (person, site, name, name_and_birth) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    let args = vec![
        person.into(),
        site.into(),
        (&name).into(),
        (&name_and_birth).into(),
    ];
    Ok(Write::new(sql, args))
}

/// Whether the row of a person at a site holds the fingerprints of this name and birth day.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn holds(
    platform: &Platform,
    site: &SiteId,
    person: &PersonId,
    kana: &str,
    born: Day,
) -> anyhow::Result<bool> {
    let prints = prints(platform, site, kana, born)?;
    let sql = "SELECT name, name_and_birth FROM registry_namesake WHERE person = $1 AND site = $2";
    let row = platform
        .db()
        .one(sql, vec![person.into(), site.into()])
        .await?;
    let held = row
        .map(|row| Ok::<_, store::Error>((row.text(0)?, row.text(1)?)))
        .transpose()?;
    Ok(held.is_some_and(|(name, both)| {
        name == prints.name.as_str() && both == prints.name_and_birth.as_str()
    }))
}

/// Who is registered at the site under this name, and whether the birth day is the same too.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn same(
    platform: &Platform,
    site: &SiteId,
    kana: &str,
    born: Day,
) -> anyhow::Result<Vec<(PersonId, bool)>> {
    let prints = prints(platform, site, kana, born)?;
    let sql = "SELECT person, name_and_birth FROM registry_namesake WHERE site = $1 AND name = $2 ORDER BY person";
    let args = vec![site.into(), (&prints.name).into()];
    let rows = platform.db().all(sql, args).await?;
    let rows = rows.iter().map(|row| {
        let same = row.text(1)? == prints.name_and_birth.as_str();
        Ok((row.id(0)?, same))
    });
    rows.collect()
}
