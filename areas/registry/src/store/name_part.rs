//! Finds somebody by a part of the name in kana: a fingerprint of each part (family name, given name) and of the whole, per
//! site, under a key outside the data directory. No name and no beginning of one lies in the table.

use blob::KeyId;
use store::Write;
use web::Platform;
use words::{Digest, PersonId, SiteId};

use crate::words::kana;

/// The whole name, and its parts as they are separated by spaces or dots; in one spelling each.
fn parts(kana: &str) -> Vec<String> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '・' | '･');
    let mut all: Vec<String> = kana
        .split(is_between)
        .chain([kana])
        .map(kana::normalised)
        .filter(|part| !part.is_empty())
        .collect();
    all.sort();
    all.dedup();
    all
}

fn print(platform: &Platform, site: &SiteId, part: &str) -> anyhow::Result<Digest> {
    let key = KeyId::index("name-part");
    Ok(platform
        .blobs()
        .fingerprint(&key, format!("{site}\n{part}").as_bytes())?)
}

/// Writes the fingerprints of somebody at a site. Written twice they are the same.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn keep(
    platform: &Platform,
    site: &SiteId,
    person: &PersonId,
    kana: &str,
) -> anyhow::Result<()> {
    let sql = "INSERT INTO registry_name_part (site, print, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    for part in parts(kana) {
        let print = print(platform, site, &part)?;
        let args = vec![site.into(), (&print).into(), person.into()];
        platform.db().run(Write::new(sql, args)).await?;
    }
    Ok(())
}

/// Who at a site has this name, or this part of a name; at most so many.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn named(
    platform: &Platform,
    site: &SiteId,
    kana: &str,
    limit: i64,
) -> anyhow::Result<Vec<PersonId>> {
    let whole = kana::normalised(kana);
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    let print = print(platform, site, &whole)?;
    let sql = "SELECT person FROM registry_name_part WHERE site = $1 AND print = $2 ORDER BY person LIMIT $3";
    let args = vec![site.into(), (&print).into(), limit.into()];
    let rows = platform.db().all(sql, args).await?;
    rows.iter().map(|row| Ok(row.id(0)?)).collect()
}
