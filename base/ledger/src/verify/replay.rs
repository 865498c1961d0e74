//! The replay: hashes, chain, tree, and the roots that checkpoints sealed.

use std::collections::{BTreeMap, HashMap};

use store::{Db, Error};
use tlog_tiles::Hash;
use words::At;

use super::{Fault, Verified};
use crate::{
    checkpoint,
    event::{COLUMNS, Stored},
    tree::{self, Edge},
};

/// Events read at a time.
const PAGE: i64 = 5_000;
/// Missing events named at most.
const NAMED: usize = 100;

/// A root for each size that was sealed.
pub(super) type Roots = BTreeMap<u64, Hash>;

/// The checkpoints of the database that our key signed.
pub(super) async fn checkpoints(
    db: &Db,
    public_key: &str,
    out: &mut Verified,
) -> Result<Roots, Error> {
    let mut roots = Roots::new();
    let sql = "SELECT size, note FROM ledger_checkpoint ORDER BY size";
    for row in db.all(sql, vec![]).await? {
        out.checkpoints += 1;
        let size = row.int(0)?;
        match checkpoint::open(&row.text(1)?, public_key) {
            Some((sealed, root)) if tree::signed(sealed) == size => {
                roots.insert(sealed, root);
            }
            _ => out.faults.push(Fault::CheckpointForged { size }),
        }
    }
    Ok(roots)
}

/// Replays all events, and returns the root that the tree really has at each size of `sealed` that it reaches.
pub(super) async fn replay(db: &Db, sealed: &Roots, out: &mut Verified) -> Result<Roots, Error> {
    let newest = sealed.keys().next_back().copied().unwrap_or_default();
    let (head_seq, head_hash) = head(db).await?;
    let (mut edge, mut roots) = (Edge::default(), Roots::new());
    let (mut seq, mut prev) = (0_i64, String::new());
    note(&edge, sealed, &mut roots)?;
    loop {
        let sql =
            format!("SELECT {COLUMNS} FROM ledger_event WHERE seq > $1 ORDER BY seq LIMIT $2");
        let page = db.all_made(sql, vec![seq.into(), PAGE.into()]).await?;
        if page.is_empty() {
            break;
        }
        let mut expected = Vec::new();
        for row in &page {
            let event = Stored::read(row)?;
            let digest = event.digest();
            follows(&event, &digest, seq, &prev, out);
            // the tree is compared with the stored hash, so that one edit is named once
            let leaf = tree::parse(&event.hash).map_or(digest, |hash| hash.0);
            expected.extend(edge.append(&leaf)?);
            note(&edge, sealed, &mut roots)?;
            if edge.size() > newest {
                out.unsealed += 1;
                out.unsealed_since.get_or_insert(At::from_micros(event.at));
            }
            if event.seq == head_seq && event.hash != head_hash {
                out.faults.push(Fault::HeadEdited);
            }
            out.events += 1;
            (seq, prev) = (event.seq, event.hash);
        }
        compare_tree(db, &expected, out).await?;
    }
    if head_seq > seq {
        let missing = (seq + 1..=head_seq).take(NAMED);
        out.faults
            .extend(missing.map(|seq| Fault::EventMissing { seq }));
    } else if head(db).await?.0 < seq {
        // asked again: others may have written while we read
        out.faults.push(Fault::HeadEdited);
    }
    Ok(roots)
}

/// The event follows the one before it, and says what it said when it was written.
fn follows(event: &Stored, digest: &[u8; 32], before: i64, prev: &str, out: &mut Verified) {
    let missing = (before + 1..event.seq).take(NAMED);
    out.faults
        .extend(missing.map(|seq| Fault::EventMissing { seq }));
    if event.prev != prev {
        out.faults.push(Fault::ChainBroken { seq: event.seq });
    }
    if hex::encode(digest) != event.hash {
        out.faults.push(Fault::EventEdited {
            seq: event.seq,
            kind: event.kind.clone(),
            id: event.id.clone(),
        });
    }
}

async fn head(db: &Db) -> Result<(i64, String), Error> {
    let sql = "SELECT seq, hash FROM ledger_head WHERE one = 1";
    let row = db.one(sql, vec![]).await?;
    Ok(row
        .map(|row| Ok::<_, Error>((row.int(0)?, row.text(1)?)))
        .transpose()?
        .unwrap_or_default())
}

fn note(edge: &Edge, sealed: &Roots, roots: &mut Roots) -> Result<(), Error> {
    if sealed.contains_key(&edge.size()) {
        roots.insert(edge.size(), edge.root()?);
    }
    Ok(())
}

/// Checkpoints of the database that seal other events than those stored.
pub(super) fn disagreeing(sealed: &Roots, found: &Roots, out: &mut Verified) {
    let wrong = sealed
        .iter()
        .filter(|(size, root)| found.get(size) != Some(root));
    out.faults.extend(
        wrong
            .take(NAMED)
            .map(|(size, _)| Fault::CheckpointDisagrees {
                size: tree::signed(*size),
            }),
    );
}

async fn compare_tree(
    db: &Db,
    expected: &[(i64, String)],
    out: &mut Verified,
) -> Result<(), Error> {
    let (Some(first), Some(last)) = (expected.first(), expected.last()) else {
        return Ok(());
    };
    let sql = "SELECT at, hash FROM ledger_hash WHERE at >= $1 AND at <= $2";
    let mut stored = HashMap::new();
    for row in db.all(sql, vec![first.0.into(), last.0.into()]).await? {
        stored.insert(row.int(0)?, row.text(1)?);
    }
    let edited = expected
        .iter()
        .filter(|(at, hash)| stored.get(at) != Some(hash));
    out.faults
        .extend(edited.map(|(at, _)| Fault::TreeEdited { at: *at }));
    Ok(())
}
