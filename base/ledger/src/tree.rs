//! The Merkle tree over event hashes, after C2SP tlog-tiles.
//!
//! Only the right edge (one hash per set bit of the size) is kept in memory; all node hashes are stored, so that inclusion can be proven later.

use std::collections::HashMap;

use store::{Error, Tx, Value};
use tlog_tiles::{
    Hash, HashReader, record_hash, split_stored_hash_index, stored_hash_index, stored_hashes,
    tree_hash,
};

/// The hashes that the next leaf needs.
#[derive(Default, Clone)]
pub(crate) struct Edge {
    size: u64,
    hashes: HashMap<u64, Hash>,
}

impl HashReader for Edge {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        indexes
            .iter()
            .map(|index| {
                self.hashes
                    .get(index)
                    .copied()
                    .ok_or(tlog_tiles::Error::IndexesNotInTree)
            })
            .collect()
    }
}

impl Edge {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Loads the edge of a tree of `size` leaves.
    pub async fn load(tx: &mut Tx, size: u64) -> Result<Self, Error> {
        let mut hashes = HashMap::new();
        for at in edge_indexes(size) {
            let (level, n) = split_stored_hash_index(at);
            // a leaf is the hash of an event and stands in the event's own row
            let (sql, key) = if level == 0 {
                ("SELECT hash FROM ledger_event WHERE seq = $1", n + 1)
            } else {
                ("SELECT hash FROM ledger_hash WHERE at = $1", at)
            };
            let row = tx
                .one_made(sql.to_owned(), vec![signed(key).into()])
                .await?
                .ok_or_else(|| Error::decode("ledger_hash", format!("hash {at} is missing")))?;
            let hash = parse(&row.text(0)?)?;
            hashes.insert(
                at,
                if level == 0 {
                    record_hash(&hash.0)
                } else {
                    hash
                },
            );
        }
        Ok(Self { size, hashes })
    }

    /// Appends a leaf and returns the inner hashes to store, each with its index.
    pub fn append(&mut self, leaf: &[u8; 32]) -> Result<Vec<(i64, String)>, Error> {
        let first = stored_hash_index(0, self.size);
        let new =
            stored_hashes(self.size, leaf, self).map_err(|e| Error::decode("ledger_hash", e))?;
        let mut out = Vec::with_capacity(new.len());
        for (at, hash) in (first..).zip(new) {
            self.hashes.insert(at, hash);
            if at != first {
                out.push((signed(at), hex::encode(hash.0)));
            }
        }
        self.size += 1;
        let keep = edge_indexes(self.size);
        self.hashes.retain(|at, _| keep.contains(at));
        Ok(out)
    }

    /// The root over all leaves.
    pub fn root(&self) -> Result<Hash, Error> {
        tree_hash(self.size, self).map_err(|e| Error::decode("ledger_hash", e))
    }
}

/// One complete subtree per set bit of the size, largest first.
fn edge_indexes(size: u64) -> Vec<u64> {
    let mut start = 0;
    (0..64_u8)
        .rev()
        .filter(|level| size >> level & 1 == 1)
        .map(|level| {
            let at = stored_hash_index(level, start >> level);
            start += 1 << level;
            at
        })
        .collect()
}

pub(crate) fn parse(text: &str) -> Result<Hash, Error> {
    hex::decode(text)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .map(Hash)
        .ok_or_else(|| Error::decode("ledger_hash", format!("not a hash: {text:?}")))
}

pub(crate) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(crate) fn row(at: i64, hash: String) -> [Value; 2] {
    [at.into(), hash.into()]
}
