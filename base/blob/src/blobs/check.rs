//! Whether every object that is recorded is there and is what was written.

use std::io;

use words::{CaseId, Digest, PersonId};

use super::Blobs;
use crate::{Error, KeyId, crypt, place::missing};

/// Rows read at a time.
const PAGE: i64 = 500;

/// A recorded object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The name of its key.
    pub key: String,
    /// SHA-256 of the plaintext.
    pub digest: Digest,
    /// SHA-256 of the sealed form.
    address: Digest,
    /// Bytes of plaintext.
    pub size: u64,
}

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It is there and has its size.
    Quick,
    /// Every byte is read, opened with its key, and its digest compared.
    Whole,
}

impl Blobs {
    /// The next recorded objects after one (begin with none); empty at the end.
    ///
    /// # Errors
    /// If the database fails, or a row does not hold digests.
    pub async fn objects_after(&self, after: Option<&Object>) -> Result<Vec<Object>, Error> {
        let sql = format!(
            "SELECT key_id, digest, address, size FROM blob_object
             WHERE key_id > $1 OR (key_id = $1 AND digest > $2) ORDER BY key_id, digest LIMIT {PAGE}"
        );
        let (key, digest) = after.map_or(("", ""), |o| (&o.key, o.digest.as_str()));
        let rows = self.0.db.all_made(sql, vec![key.into(), digest.into()]);
        let object = |row: &store::Row| {
            Ok(Object {
                key: row.text(0)?,
                digest: super::digest_in(&row.text(1)?)?,
                address: super::digest_in(&row.text(2)?)?,
                size: u64::try_from(row.int(3)?).unwrap_or_default(),
            })
        };
        rows.await?.iter().map(object).collect()
    }

    /// How many objects are recorded, and their plaintext bytes.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn count(&self) -> Result<(u64, u64), Error> {
        let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM blob_object";
        let row = self.0.db.one(sql, vec![]).await?;
        let unsigned = |n: i64| u64::try_from(n).unwrap_or_default();
        Ok(match row {
            Some(row) => (unsigned(row.int(0)?), unsigned(row.int(1)?)),
            None => (0, 0),
        })
    }

    /// Looks at one recorded object: `Some` names what is wrong with it ([`Error::Missing`], [`Error::Tampered`],
    /// [`Error::KeyLost`], [`Error::KeyFile`]). What was forgotten has nothing to be wrong.
    ///
    /// # Errors
    /// If disk, object store or database fail.
    pub async fn check(&self, object: &Object, look: Look) -> Result<Option<Error>, Error> {
        let tampered = |key| {
            Some(Error::Tampered {
                key,
                digest: object.digest.clone(),
            })
        };
        let Some(key) = key_of(&object.key) else {
            return Ok(tampered(KeyId::plain(object.key.clone())));
        };
        if self.is_forgotten(&key) {
            return Ok(None);
        }
        match self.0.place.size(&object.address).await? {
            None => return Ok(Some(missing(&key, &object.digest))),
            Some(bytes) if bytes != crypt::sealed_size(object.size) => return Ok(tampered(key)),
            Some(_) if look == Look::Quick => return Ok(None),
            Some(_) => {}
        }
        match self.read(&key, &object.digest, io::sink()).await {
            Ok(_) | Err(Error::Forgotten { .. }) => Ok(None),
            Err(
                wrong @ (Error::Missing { .. }
                | Error::Tampered { .. }
                | Error::KeyLost { .. }
                | Error::KeyFile { .. }),
            ) => Ok(Some(wrong)),
            Err(other) => Err(other),
        }
    }
}

/// The key of a name as [`KeyId::as_str`] says it.
fn key_of(name: &str) -> Option<KeyId> {
    let (kind, rest) = name.split_once(':')?;
    let case = |text: &str| CaseId::parse(text).ok();
    match kind {
        "case" => case(rest).map(|c| KeyId::case(&c)),
        "person" => PersonId::parse(rest).ok().map(|p| KeyId::person(&p)),
        "member" | "run" => {
            let (of, _) = rest.split_once(':')?;
            case(of).map(|c| KeyId::part(&c, name))
        }
        _ => None,
    }
}
