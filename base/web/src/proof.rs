//! What lies beside the ledger and can be proven by it: stored objects that a state refers to, rows that are not aggregates.

use std::sync::Arc;

use blob::KeyId;
use futures::future::BoxFuture;
use ledger::Aggregate;
use words::{Digest, Text, text};

use crate::{Area, Platform, signatures::signatures};

/// States read at a time.
const PAGE: i64 = 500;

/// What a check found.
#[derive(Debug, Default)]
pub struct Proof {
    /// Things that were looked at.
    pub checked: u64,
    /// What is not as the ledger says: the thing and the way out.
    pub flaws: Vec<Text>,
}

impl Proof {
    /// Something is wrong.
    pub fn flaw(&mut self, text: Text) {
        self.flaws.push(text);
    }

    /// Adds what another check found.
    pub fn add(&mut self, other: Self) {
        self.checked += other.checked;
        self.flaws.extend(other.flaws);
    }

    /// Looks whether an object is recorded that something refers to. What was forgotten is not missed.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn stored(
        &mut self,
        platform: &Platform,
        by: &str,
        key: &KeyId,
        digest: &Digest,
    ) -> anyhow::Result<()> {
        self.checked += 1;
        let blobs = platform.blobs();
        if !blobs.is_forgotten(key) && !blobs.has(key, digest).await? {
            self.flaw(text!(
                (
                    "{by} が指すオブジェクト {}（鍵 {key}）が表 blob_object にありません。データベースを控えから戻してください。",
                    digest.short()
                ),
                (
                    "object {} under {key}, which {by} refers to, is not in blob_object: restore the database from a backup",
                    digest.short()
                )
            ));
        }
        Ok(())
    }
}

type List = Arc<dyn Fn(&str) -> Result<Vec<(KeyId, Digest)>, serde_json::Error> + Send + Sync>;

/// Which stored objects the states of an aggregate refer to.
#[derive(Clone)]
pub struct Objects {
    kind: &'static str,
    table: &'static str,
    list: List,
}

type Check = Arc<dyn Fn(Platform) -> BoxFuture<'static, anyhow::Result<Proof>> + Send + Sync>;

/// Proves the rows of an area that are not aggregates.
#[derive(Clone)]
pub struct Proves(Check);

impl Area {
    /// Registers which stored objects the states of an aggregate refer to.
    #[must_use]
    pub fn objects<A: Aggregate>(mut self, list: fn(&A::State) -> Vec<(KeyId, Digest)>) -> Self {
        let list: List = Arc::new(move |state| Ok(list(&serde_json::from_str(state)?)));
        self.objects.push(Objects {
            kind: A::KIND,
            table: A::TABLE,
            list,
        });
        self
    }

    /// Registers what proves its rows that are not aggregates.
    #[must_use]
    pub fn proves<F, R>(mut self, prove: F) -> Self
    where
        F: Fn(Platform) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<Proof>> + Send + 'static,
    {
        let check: Check = Arc::new(move |platform| Box::pin(prove(platform)));
        self.proves.push(Proves(check));
        self
    }
}

/// Proves what lies beside the ledger: every object that a state refers to is recorded, and every area's own rows.
///
/// # Errors
/// If the database or the key store fails.
pub async fn prove(platform: &Platform, areas: &[Area]) -> anyhow::Result<Proof> {
    let mut proof = signatures(platform).await?;
    proof.add(accesses(platform).await?);
    for area in areas {
        for objects in &area.objects {
            refers(platform, objects, &mut proof).await?;
        }
        for Proves(check) in &area.proves {
            proof.add(check(platform.clone()).await?);
        }
    }
    Ok(proof)
}

/// The chain of the access log, the lists of its reviews, and the reasons given in them.
async fn accesses(platform: &Platform) -> anyhow::Result<Proof> {
    let walked = platform.auth().prove_accesses().await?;
    let (reviewed, mut flaws) = platform.auth().prove_reviews().await?;
    flaws.extend(walked.flaws);
    Ok(Proof {
        checked: walked.lines + walked.seals + reviewed,
        flaws,
    })
}

async fn refers(platform: &Platform, objects: &Objects, proof: &mut Proof) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let table = objects.table;
        let sql = format!("SELECT id, state FROM {table} WHERE id > $1 ORDER BY id LIMIT {PAGE}");
        let rows = platform
            .db()
            .all_made(sql, vec![after.as_str().into()])
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.text(0)?;
        for row in &rows {
            // a state that cannot be read is not the fold of its events: the replay names it
            let listed = (objects.list)(&row.text(1)?).unwrap_or_default();
            let by = format!("{} {}", objects.kind, row.text(0)?);
            for (key, digest) in listed {
                proof.stored(platform, &by, &key, &digest).await?;
            }
        }
    }
}
