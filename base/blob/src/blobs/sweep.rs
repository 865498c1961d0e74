//! Removes what a crash left: objects that no row refers to, and drafts that nobody goes on with.
//!
//! A writer admits an object first and records it a moment later, so a row never names what is not there. Killed in
//! between it leaves an object without a row; nobody can open that one, and it would stay forever.

use std::collections::HashSet;

use store::Value;
use words::{At, Digest};

use super::Blobs;
use crate::{Error, place};

/// Younger objects may still be on their way into their row.
const AGE_SECONDS: i64 = 86_400;
/// Addresses asked for at once.
const BATCH: usize = 256;

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Objects that were looked at.
    pub seen: u64,
    /// Objects without a row, deleted.
    pub orphans: u64,
    /// Their sealed bytes.
    pub bytes: u64,
    /// Drafts in the staging directory, deleted.
    pub drafts: u64,
}

impl Blobs {
    /// Deletes objects older than a day that no row refers to, and drafts older than a day. Safe beside writers: an
    /// address is used once, and what is recorded or young stays.
    ///
    /// # Errors
    /// If disk, object store or database fail; what was deleted until then stays deleted.
    pub async fn sweep(&self, now: At) -> Result<Swept, Error> {
        let before = now.plus_seconds(-AGE_SECONDS);
        let mut done = Swept {
            drafts: place::old_drafts(&self.0.staging, before)?,
            ..Swept::default()
        };
        let mut folders = self.0.place.folders().await?;
        while let Some(folder) = folders.pop() {
            let listed = self.0.place.list(&folder).await?;
            done.seen += listed.len() as u64;
            let old: Vec<_> = listed.into_iter().filter(|o| o.at < before).collect();
            for batch in old.chunks(BATCH) {
                self.drop_orphans(batch, &mut done).await?;
            }
        }
        Ok(done)
    }

    async fn drop_orphans(&self, batch: &[place::Listed], done: &mut Swept) -> Result<(), Error> {
        let recorded = self.recorded(batch).await?;
        for object in batch.iter().filter(|o| !recorded.contains(&o.address)) {
            self.0.place.delete(&object.address).await?;
            done.orphans += 1;
            done.bytes += object.bytes;
        }
        Ok(())
    }

    async fn recorded(&self, batch: &[place::Listed]) -> Result<HashSet<Digest>, Error> {
        let marks: Vec<String> = (1..=batch.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT address FROM blob_object WHERE address IN ({})",
            marks.join(", ")
        );
        let args: Vec<Value> = batch.iter().map(|o| (&o.address).into()).collect();
        let rows = self.0.db.all_made(sql, args).await?;
        rows.iter().map(|r| super::digest_in(&r.text(0)?)).collect()
    }
}
