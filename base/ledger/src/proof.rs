//! One event with everything that proves, without a database, that it stands in the ledger: its content, the way from it to
//! the root of the tree, and the signed checkpoint of that root.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use serde::{Deserialize, Serialize};
use store::Error;
use tlog_tiles::{Hash, HashReader, check_record, prove_record, record_hash};
use words::At;

use crate::{
    Ledger,
    checkpoint::open,
    event::{COLUMNS, Stored},
    tree::{parse, signed},
};

/// The level of the leaves.
const LEAF: u8 = 0;

/// The proof of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The event, exactly as it was hashed.
    pub event: Stored,
    /// Hashes from the event up to the root.
    pub path: Vec<String>,
    /// The signed checkpoint (a C2SP note).
    pub checkpoint: String,
    /// The public half of the key that signed it, to name it; whoever checks brings a key of their own.
    pub key: String,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The event was changed: its hash is another.
    Event,
    /// The checkpoint was signed by another key than the one that is trusted.
    OtherKey,
    /// The checkpoint was changed, or its signature does not hold.
    Checkpoint,
    /// The way from the event to the root does not lead there.
    Path,
}

impl Proof {
    /// Checks the proof with a trusted public key: content, way to the root, signature. No database is asked.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, trusted: &str) -> Result<(), Broken> {
        let trusted = trusted.trim();
        if self.key.trim() != trusted {
            return Err(Broken::OtherKey);
        }
        let (size, root) = open(&self.checkpoint, trusted).ok_or(Broken::Checkpoint)?;
        let digest = self.event.digest();
        if hex::encode(digest) != self.event.hash {
            return Err(Broken::Event);
        }
        let path: Result<Vec<Hash>, _> = self.path.iter().map(|h| parse(h)).collect();
        let index = u64::try_from(self.event.seq)
            .ok()
            .and_then(|s| s.checked_sub(1));
        let (Ok(path), Some(index)) = (path, index) else {
            return Err(Broken::Path);
        };
        check_record(&path, size, root, index, record_hash(&digest)).map_err(|_| Broken::Path)
    }

    /// The size of the tree that the checkpoint signs, as it claims.
    #[must_use]
    pub fn size(&self) -> &str {
        self.checkpoint.lines().nth(1).unwrap_or_default()
    }
}

/// Hashes read from the store so far; what was asked for and not there is noted.
#[derive(Default)]
struct Known {
    hashes: HashMap<u64, Hash>,
    missing: RefCell<BTreeSet<u64>>,
}

impl HashReader for Known {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let lacks = indexes.iter().filter(|i| !self.hashes.contains_key(i));
        self.missing.borrow_mut().extend(lacks);
        let found = indexes.iter().map(|i| self.hashes.get(i).copied());
        let all: Option<Vec<Hash>> = found.collect();
        all.ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

impl Ledger {
    /// The proof of an event against a checkpoint sealed now; none if there is no such event.
    ///
    /// # Errors
    /// If the store fails, or the key directory cannot be written.
    pub async fn prove(&self, seq: i64, now: At) -> Result<Option<Proof>, Error> {
        let checkpoint = self.seal(now).await?;
        let sql = format!("SELECT {COLUMNS} FROM ledger_event WHERE seq = $1");
        let Some(row) = self.db.all_made(sql, vec![seq.into()]).await?.pop() else {
            return Ok(None);
        };
        let event = Stored::read(&row)?;
        let unread = || Error::decode("ledger_checkpoint", "a fresh checkpoint does not open");
        let (size, _) = open(&checkpoint, self.public_key()).ok_or_else(unread)?;
        let path = self
            .path(size, u64::try_from(seq - 1).unwrap_or_default())
            .await?;
        Ok(Some(Proof {
            event,
            path: path.iter().map(|h| hex::encode(h.0)).collect(),
            checkpoint,
            key: self.public_key().to_owned(),
        }))
    }

    async fn path(&self, size: u64, index: u64) -> Result<Vec<Hash>, Error> {
        let mut known = Known::default();
        loop {
            let found = prove_record(size, index, &known);
            let missing = std::mem::take(&mut *known.missing.borrow_mut());
            if missing.is_empty() {
                return found.map_err(|e| Error::decode("ledger_hash", e));
            }
            for at in missing {
                known.hashes.insert(at, self.node(at).await?);
            }
        }
    }

    /// A hash of the tree; a leaf is the hash of an event and stands in the event's own row.
    async fn node(&self, at: u64) -> Result<Hash, Error> {
        let (level, n) = tlog_tiles::split_stored_hash_index(at);
        let (sql, key) = if level == LEAF {
            ("SELECT hash FROM ledger_event WHERE seq = $1", n + 1)
        } else {
            ("SELECT hash FROM ledger_hash WHERE at = $1", at)
        };
        let row = self.db.one(sql, vec![signed(key).into()]).await?;
        let row =
            row.ok_or_else(|| Error::decode("ledger_hash", format!("hash {at} is missing")))?;
        let hash = parse(&row.text(0)?)?;
        Ok(if level == LEAF {
            record_hash(&hash.0)
        } else {
            hash
        })
    }
}
