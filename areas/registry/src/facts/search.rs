//! Finding somebody again: by patient number, by name in kana. Both answer ids only; to be asked for sites at which the
//! asker may read identities.

use ::words::{PersonId, SiteId};
use web::Platform;

use crate::store;

/// The person with a patient number at a site, as typed or in plain letters and digits.
///
/// # Errors
/// If the store or the key store fails.
pub async fn by_number(
    platform: &Platform,
    site: &SiteId,
    numbers: &[&str],
) -> anyhow::Result<Option<PersonId>> {
    for number in numbers.iter().filter(|n| !n.trim().is_empty()) {
        let lookup = store::lookup(platform, site, number).await?;
        if let Some(person) = store::person_of(platform, &lookup).await? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Who at a site has this name in kana: the whole, the family name, or the given name; any spelling.
///
/// # Errors
/// If the store or the key store fails.
pub async fn by_kana(
    platform: &Platform,
    site: &SiteId,
    kana: &str,
    limit: i64,
) -> anyhow::Result<Vec<PersonId>> {
    store::named(platform, site, kana, limit).await
}
