//! Replays the ledger and names whatever was changed behind its back.

use std::{collections::HashMap, fmt};

use store::{Db, Error, Value};

use crate::{
    Kind, checkpoint,
    event::{COLUMNS, Stored},
    tree::Edge,
};

/// Events read at a time.
const PAGE: i64 = 5_000;

/// One thing that is not as the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An event's content or hash was edited.
    EventEdited { seq: i64, kind: String, id: String },
    /// An event is missing from the sequence.
    EventMissing { seq: i64 },
    /// The event does not follow the one before it.
    ChainBroken { seq: i64 },
    /// The stored head does not agree with the last event.
    HeadEdited,
    /// A node of the tree was edited.
    TreeEdited { at: i64 },
    /// A checkpoint is not signed by our key.
    CheckpointForged { size: i64 },
    /// A signed checkpoint seals other events than those stored.
    CheckpointDisagrees { size: i64 },
    /// A row differs from the fold of its events.
    RowEdited {
        table: String,
        id: String,
        column: String,
    },
    /// A row is missing.
    RowMissing { table: String, id: String },
    /// A row has no events.
    RowWithoutEvents { table: String, id: String },
    /// Events that no area of this binary can fold.
    KindUnknown { kind: String },
    /// Events that cannot be folded.
    FoldFailed {
        kind: String,
        id: String,
        why: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EventEdited { seq, kind, id } => {
                write!(f, "event {seq} ({kind} {id}) was edited")
            }
            Self::EventMissing { seq } => write!(f, "event {seq} is missing"),
            Self::ChainBroken { seq } => {
                write!(f, "event {seq} does not follow the event before it")
            }
            Self::HeadEdited => write!(f, "the head of the ledger was edited"),
            Self::TreeEdited { at } => write!(f, "tree hash {at} was edited"),
            Self::CheckpointForged { size } => {
                write!(f, "checkpoint {size} is not signed by the ledger's key")
            }
            Self::CheckpointDisagrees { size } => {
                write!(f, "checkpoint {size} seals other events than those stored")
            }
            Self::RowEdited { table, id, column } => {
                write!(f, "row {id} of {table} was edited ({column})")
            }
            Self::RowMissing { table, id } => write!(f, "row {id} of {table} is missing"),
            Self::RowWithoutEvents { table, id } => write!(f, "row {id} of {table} has no events"),
            Self::KindUnknown { kind } => {
                write!(f, "events of kind {kind} are not known to this program")
            }
            Self::FoldFailed { kind, id, why } => {
                write!(f, "events of {kind} {id} cannot be folded: {why}")
            }
        }
    }
}

/// The result of a verification.
#[derive(Debug, Default)]
pub struct Verified {
    /// Events replayed.
    pub events: i64,
    /// Rows compared.
    pub rows: i64,
    /// Checkpoints checked.
    pub checkpoints: i64,
    /// What is not as it should be; empty is good.
    pub faults: Vec<Fault>,
}

/// Replays all events and compares every row, tree hash and checkpoint.
///
/// # Errors
/// If the store cannot be read.
pub async fn verify(db: &Db, kinds: &[Kind], public_key: &str) -> Result<Verified, Error> {
    let mut out = Verified::default();
    let checkpoints = read_checkpoints(db, public_key, &mut out).await?;
    replay(db, &checkpoints, &mut out).await?;
    for kind in kinds {
        compare_rows(db, kind, &mut out).await?;
    }
    let known: Vec<&str> = kinds.iter().map(|kind| kind.kind).collect();
    for row in db
        .all(
            "SELECT DISTINCT kind FROM ledger_event ORDER BY kind",
            vec![],
        )
        .await?
    {
        let kind = row.text(0)?;
        if !known.contains(&kind.as_str()) {
            out.faults.push(Fault::KindUnknown { kind });
        }
    }
    Ok(out)
}

/// Size of each checkpoint with the root it seals.
async fn read_checkpoints(
    db: &Db,
    public_key: &str,
    out: &mut Verified,
) -> Result<HashMap<u64, tlog_tiles::Hash>, Error> {
    let mut roots = HashMap::new();
    for row in db
        .all(
            "SELECT size, note FROM ledger_checkpoint ORDER BY size",
            vec![],
        )
        .await?
    {
        out.checkpoints += 1;
        let size = row.int(0)?;
        match checkpoint::open(&row.text(1)?, public_key) {
            Some((sealed, root)) if crate::tree::signed(sealed) == size => {
                roots.insert(sealed, root);
            }
            _ => out.faults.push(Fault::CheckpointForged { size }),
        }
    }
    Ok(roots)
}

async fn replay(
    db: &Db,
    checkpoints: &HashMap<u64, tlog_tiles::Hash>,
    out: &mut Verified,
) -> Result<(), Error> {
    let mut edge = Edge::default();
    let (mut seq, mut prev) = (0_i64, String::new());
    seal(&edge, checkpoints, out)?;
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
            out.faults
                .extend((seq + 1..event.seq).map(|seq| Fault::EventMissing { seq }));
            if event.prev != prev {
                out.faults.push(Fault::ChainBroken { seq: event.seq });
            }
            let digest = event.digest();
            if hex::encode(digest) != event.hash {
                let (kind, id) = (event.kind.clone(), event.id.clone());
                out.faults.push(Fault::EventEdited {
                    seq: event.seq,
                    kind,
                    id,
                });
            }
            // the tree is compared with the stored hash, so that one edit is named once
            let leaf = crate::tree::parse(&event.hash).map_or(digest, |hash| hash.0);
            expected.extend(edge.append(&leaf)?);
            seal(&edge, checkpoints, out)?;
            out.events += 1;
            (seq, prev) = (event.seq, event.hash);
        }
        compare_tree(db, &expected, out).await?;
    }
    let head = db
        .one("SELECT seq, hash FROM ledger_head WHERE one = 1", vec![])
        .await?;
    let (head_seq, head_hash) = head
        .map(|row| Ok::<_, Error>((row.int(0)?, row.text(1)?)))
        .transpose()?
        .unwrap_or_default();
    if head_seq > seq {
        out.faults.extend(
            (seq + 1..=head_seq)
                .take(100)
                .map(|seq| Fault::EventMissing { seq }),
        );
    } else if head_seq < seq || head_hash != prev {
        out.faults.push(Fault::HeadEdited);
    }
    let beyond = checkpoints.keys().filter(|size| **size > edge.size());
    out.faults
        .extend(beyond.map(|size| Fault::CheckpointDisagrees {
            size: crate::tree::signed(*size),
        }));
    Ok(())
}

fn seal(
    edge: &Edge,
    checkpoints: &HashMap<u64, tlog_tiles::Hash>,
    out: &mut Verified,
) -> Result<(), Error> {
    if let Some(root) = checkpoints.get(&edge.size())
        && edge.root()? != *root
    {
        out.faults.push(Fault::CheckpointDisagrees {
            size: crate::tree::signed(edge.size()),
        });
    }
    Ok(())
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

/// Folds one aggregate at a time, in id order, beside a walk over the rows.
async fn compare_rows(db: &Db, kind: &Kind, out: &mut Verified) -> Result<(), Error> {
    let mut after = String::new();
    loop {
        let sql = "SELECT DISTINCT id FROM ledger_event WHERE kind = $1 AND id > $2 ORDER BY id LIMIT 500";
        let ids = db
            .all(sql, vec![kind.kind.into(), after.as_str().into()])
            .await?;
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
            break;
        };
        let (first, last) = (first.text(0)?, last.text(0)?);
        let sql = "SELECT id, payload FROM ledger_event WHERE kind = $1 AND id >= $2 AND id <= $3 ORDER BY id, version";
        let events = db
            .all(
                sql,
                vec![kind.kind.into(), first.into(), last.as_str().into()],
            )
            .await?;
        let mut payloads: Vec<(String, Vec<String>)> = Vec::new();
        for row in &events {
            let (id, payload) = (row.text(0)?, row.text(1)?);
            match payloads.last_mut() {
                Some((same, list)) if *same == id => list.push(payload),
                _ => payloads.push((id, vec![payload])),
            }
        }
        for (id, list) in &payloads {
            let list: Vec<&str> = list.iter().map(String::as_str).collect();
            compare_row(db, kind, id, &list, out).await?;
        }
        after = last;
    }
    let sql = format!(
        "SELECT id FROM {} WHERE id NOT IN (SELECT id FROM ledger_event WHERE kind = $1) ORDER BY id",
        kind.table
    );
    for row in db.all_made(sql, vec![kind.kind.into()]).await? {
        out.faults.push(Fault::RowWithoutEvents {
            table: kind.table.to_owned(),
            id: row.text(0)?,
        });
    }
    Ok(())
}

async fn compare_row(
    db: &Db,
    kind: &Kind,
    id: &str,
    events: &[&str],
    out: &mut Verified,
) -> Result<(), Error> {
    let table = kind.table.to_owned();
    let folded = match (kind.fold)(events) {
        Ok(Some(folded)) => folded,
        Ok(None) => return Ok(()),
        Err(why) => {
            out.faults.push(Fault::FoldFailed {
                kind: kind.kind.to_owned(),
                id: id.to_owned(),
                why,
            });
            return Ok(());
        }
    };
    let names: String = folded
        .columns
        .iter()
        .map(|(name, _)| format!(", {name}"))
        .collect();
    let sql = format!("SELECT version, state{names} FROM {table} WHERE id = $1");
    let Some(row) = db.one_made(sql, vec![id.into()]).await? else {
        out.faults.push(Fault::RowMissing {
            table,
            id: id.to_owned(),
        });
        return Ok(());
    };
    out.rows += 1;
    let mut edited = |column: &str| {
        let (table, id, column) = (table.clone(), id.to_owned(), column.to_owned());
        out.faults.push(Fault::RowEdited { table, id, column });
    };
    if row.int(0)? != i64::try_from(events.len()).unwrap_or(i64::MAX) {
        edited("version");
    }
    if !(kind.same)(&row.text(1)?, &folded.state) {
        edited("state");
    }
    for ((name, value), at) in folded.columns.iter().zip(2..) {
        if !equal(&row.value(at)?, value) {
            edited(name);
        }
    }
    Ok(())
}

/// Equal, or both absent: SQLite does not tell of what type an absent value is.
fn equal(a: &Value, b: &Value) -> bool {
    let absent = |v: &Value| matches!(v, Value::NoText | Value::NoInt);
    a == b || (absent(a) && absent(b))
}
