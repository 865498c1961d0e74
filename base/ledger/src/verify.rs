//! Replays the ledger and names whatever was changed behind its back.

mod fault;
mod replay;
mod rows;
mod sealed;

use store::{Db, Error};
use words::At;

pub use fault::Fault;

use crate::{Kind, Ledger};

/// Most events that may stand after the newest checkpoint.
const MOST_UNSEALED: i64 = 100_000;
/// How old an event may grow without a checkpoint, in seconds: the worker seals every minute.
const LONGEST_UNSEALED: i64 = 3_600;

/// The result of a verification.
#[derive(Debug, Default)]
pub struct Verified {
    /// Events replayed.
    pub events: i64,
    /// Rows compared.
    pub rows: i64,
    /// Checkpoints checked.
    pub checkpoints: i64,
    /// Checkpoints kept beside the signing key, and compared.
    pub kept: i64,
    /// Events after the newest checkpoint: only their own hashes speak for them.
    pub unsealed: i64,
    /// When the first of them was written.
    pub unsealed_since: Option<At>,
    /// How often an operator said that an older copy was restored on purpose.
    pub restored: i64,
    /// The newest kept checkpoint up to which the database has what was sealed.
    pub(crate) agreed: Option<(u64, tlog_tiles::Hash)>,
    /// What is not as it should be; empty is good.
    pub faults: Vec<Fault>,
}

/// Replays all events and compares every row, tree hash and checkpoint of the database. It sees nothing outside the database:
/// [`Ledger::verify`] does.
///
/// # Errors
/// If the store cannot be read.
pub async fn verify(db: &Db, kinds: &[Kind], public_key: &str) -> Result<Verified, Error> {
    let mut out = Verified::default();
    let stored = replay::checkpoints(db, public_key, &mut out).await?;
    let found = replay::replay(db, &stored, &mut out).await?;
    replay::disagreeing(&stored, &found, &mut out);
    compare(db, kinds, &mut out).await?;
    Ok(out)
}

impl Ledger {
    /// As [`verify`], and compares with the checkpoints that are kept beside the signing key; events that stood too long or in too
    /// great number without a checkpoint are a fault.
    ///
    /// # Errors
    /// If the store or the kept checkpoints cannot be read.
    pub async fn verify(&self, kinds: &[Kind], now: At) -> Result<Verified, Error> {
        let mut out = Verified::default();
        // read before the database: what is sealed meanwhile is then no fault
        let kept = self.key.kept()?;
        let stored = replay::checkpoints(&self.db, self.public_key(), &mut out).await?;
        let mut all = stored.clone();
        for (size, root) in kept.iter().flat_map(|kept| &kept.roots) {
            all.entry(*size).or_insert(*root);
        }
        let found = replay::replay(&self.db, &all, &mut out).await?;
        replay::disagreeing(&stored, &found, &mut out);
        sealed::compare(kept.as_ref(), &stored, &found, &mut out);
        sealed::tail(now, &mut out);
        compare(&self.db, kinds, &mut out).await?;
        Ok(out)
    }
}

async fn compare(db: &Db, kinds: &[Kind], out: &mut Verified) -> Result<(), Error> {
    for kind in kinds {
        rows::compare_rows(db, kind, out).await?;
    }
    let known: Vec<&str> = kinds.iter().map(|kind| kind.kind).collect();
    let sql = "SELECT DISTINCT kind FROM ledger_event ORDER BY kind";
    for row in db.all(sql, vec![]).await? {
        let kind = row.text(0)?;
        if !known.contains(&kind.as_str()) {
            out.faults.push(Fault::KindUnknown { kind });
        }
    }
    Ok(())
}
