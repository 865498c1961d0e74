//! The one writer: it drains whatever has queued up and commits it together.
//!
//! With full durability one commit costs one flush of the disk; 64 callers that wait for the same flush pay it once.

use std::collections::{HashMap, HashSet};

use store::{Db, Engine, Error, Insert, Tx, Value, Write};
use tokio::sync::{mpsc, oneshot};

use crate::{
    event::{COLUMNS, Stored},
    tree::{self, Edge},
    turns::Turns,
};

/// What a decided command wants to write.
pub(crate) struct Submission {
    pub table: &'static str,
    pub id: String,
    pub version: i64,
    pub state: String,
    pub columns: Vec<(&'static str, Value)>,
    /// `seq`, `prev` and `hash` are filled by the writer.
    pub events: Vec<Stored>,
    pub writes: Vec<Write>,
    pub jobs: Vec<NewRow>,
    /// Its place, where somebody keeps an order.
    pub turn: Option<u64>,
    pub reply: oneshot::Sender<Result<Outcome, Error>>,
}

/// A job row.
pub(crate) struct NewRow {
    pub key: String,
    pub kind: String,
    pub payload: String,
    pub run_at: i64,
}

pub(crate) enum Outcome {
    /// Sequence number of the last event.
    Written(i64),
    /// Somebody else changed the row first.
    Stale,
}

/// Most submissions committed together.
const BATCH: usize = 512;

/// How often the writer lets others run while fewer have come than were committed last.
const PATIENCE: usize = 200;

/// Runs until every sender is gone.
pub(crate) async fn run(
    db: Db,
    mut inbox: mpsc::Receiver<Submission>,
    group: bool,
    turns: Option<Turns>,
) {
    let mut edge = None;
    let mut batch = Vec::new();
    let mut last = 1;
    while inbox
        .recv_many(&mut batch, if group { BATCH } else { 1 })
        .await
        > 0
    {
        if let Some(turns) = &turns {
            turns.gather(&mut inbox, &mut batch).await;
        } else if group {
            gather(&mut inbox, &mut batch, last).await;
        }
        last = batch.len();
        let mut waiting: Vec<Submission> = std::mem::take(&mut batch);
        match commit(&db, &mut edge, &mut waiting).await {
            Ok(Some(outcomes)) => answer(waiting, outcomes),
            // each would wait for the database in turn, and what was committed just before it went must not be tried twice
            Err(error) if error.is_away() => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the database is away"
                );
                for submission in waiting {
                    let _ = submission.reply.send(Err(Error::Away));
                }
            }
            Ok(None) | Err(_) => {
                // one of them is stale or at fault: alone, each gets its own answer
                let mut later = Vec::new();
                for one in waiting {
                    let answer = alone(&db, &mut edge, one).await;
                    // who keeps an order must not see the half of it
                    match &turns {
                        Some(_) => later.extend(answer),
                        None => send(answer),
                    }
                }
                send(later);
            }
        }
    }
}

/// Callers that one commit let go come back one after the other: without waiting for them the first would get a flush of the
/// disk to itself and the others the next. Waits microseconds, and not at all after a batch of one.
async fn gather(inbox: &mut mpsc::Receiver<Submission>, batch: &mut Vec<Submission>, last: usize) {
    let mut quiet = 0;
    while batch.len() < last.min(BATCH) && quiet < PATIENCE {
        tokio::task::yield_now().await;
        match inbox.try_recv() {
            Ok(submission) => {
                batch.push(submission);
                quiet = 0;
            }
            Err(_) => quiet += 1,
        }
    }
    while batch.len() < BATCH {
        let Ok(submission) = inbox.try_recv() else {
            return;
        };
        batch.push(submission);
    }
}

type Answer = (
    oneshot::Sender<Result<Outcome, Error>>,
    Result<Outcome, Error>,
);

async fn alone(db: &Db, edge: &mut Option<Edge>, submission: Submission) -> Option<Answer> {
    let mut batch = vec![submission];
    let outcome = commit(db, edge, &mut batch).await;
    let outcome = match outcome {
        Ok(outcomes) => outcomes.unwrap_or_default().pop().map(Ok),
        Err(error) => Some(Err(error)),
    };
    Some((batch.pop()?.reply, outcome?))
}

fn send(answers: impl IntoIterator<Item = Answer>) {
    for (reply, outcome) in answers {
        // a caller that went away does not undo what was decided
        let _ = reply.send(outcome);
    }
}

fn answer(waiting: Vec<Submission>, outcomes: Vec<Outcome>) {
    for (submission, outcome) in waiting.into_iter().zip(outcomes) {
        // a caller that went away does not undo what was decided
        let _ = submission.reply.send(Ok(outcome));
    }
}

/// Commits a batch. `None`: rolled back, because one of several is stale.
async fn commit(
    db: &Db,
    cached: &mut Option<Edge>,
    batch: &mut [Submission],
) -> Result<Option<Vec<Outcome>>, Error> {
    let mut tx = db.begin().await?;
    let (mut seq, mut hash) = head(&mut tx, db.engine()).await?;
    let size = u64::try_from(seq).unwrap_or_default();
    let mut edge = match cached.take() {
        Some(edge) if edge.size() == size => edge,
        _ => Edge::load(&mut tx, size).await?,
    };
    let mut outcomes = Vec::with_capacity(batch.len());
    let (mut events, mut hashes, mut jobs) = (Vec::new(), Vec::new(), Vec::new());
    if !write_rows(&mut tx, batch).await? {
        return Ok((batch.len() == 1).then(|| vec![Outcome::Stale]));
    }
    for submission in batch.iter_mut() {
        for write in &submission.writes {
            tx.run(write.clone()).await?;
        }
        for event in &mut submission.events {
            seq += 1;
            event.seq = seq;
            event.prev.clone_from(&hash);
            let digest = event.digest();
            hash = hex::encode(digest);
            event.hash.clone_from(&hash);
            events.extend(values(event));
            for (at, hash) in edge.append(&digest)? {
                hashes.extend(tree::row(at, hash));
            }
        }
        for job in &submission.jobs {
            jobs.extend(job_values(job));
        }
        outcomes.push(Outcome::Written(seq));
    }
    let insert = |head: String, width, tail: &str| Insert {
        head,
        tail: tail.to_owned(),
        width,
    };
    let event = insert(format!("INSERT INTO ledger_event ({COLUMNS})"), 14, "");
    tx.insert(&event, events).await?;
    let node = insert("INSERT INTO ledger_hash (at, hash)".to_owned(), 2, "");
    tx.insert(&node, hashes).await?;
    let job = "INSERT INTO job (key, kind, payload, state, run_at, lease_until, attempts, error)";
    let job = insert(job.to_owned(), 8, " ON CONFLICT (key) DO NOTHING");
    tx.insert(&job, jobs).await?;
    let args = vec![seq.into(), hash.into()];
    tx.run(Write::new(
        "UPDATE ledger_head SET seq = $1, hash = $2 WHERE one = 1",
        args,
    ))
    .await?;
    tx.commit().await?;
    *cached = Some(edge);
    Ok(Some(outcomes))
}

/// Reads and locks the head: on PostgreSQL several processes may write.
async fn head(tx: &mut Tx, engine: Engine) -> Result<(i64, String), Error> {
    let lock = if engine == Engine::Postgres {
        " FOR UPDATE"
    } else {
        ""
    };
    let sql = format!("SELECT seq, hash FROM ledger_head WHERE one = 1{lock}");
    let row = tx
        .one_made(sql, vec![])
        .await?
        .ok_or_else(|| Error::decode("ledger_head", "no row"))?;
    Ok((row.int(0)?, row.text(1)?))
}

/// Writes each aggregate's row if it still has the version that was decided on; says whether all were.
///
/// Rows of one table go in one statement.
async fn write_rows(tx: &mut Tx, batch: &[Submission]) -> Result<bool, Error> {
    let mut groups: HashMap<(&'static str, usize), Vec<&Submission>> = HashMap::new();
    let mut seen: HashSet<(&'static str, &str)> = HashSet::new();
    for s in batch {
        if !seen.insert((s.table, &s.id)) {
            return Ok(false);
        }
        groups.entry((s.table, s.events.len())).or_default().push(s);
    }
    for ((table, steps), rows) in groups {
        if upsert(tx, table, steps, &rows).await? != rows.len() as u64 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Inserts or updates rows whose version is `steps` behind, and counts those that were.
async fn upsert(
    tx: &mut Tx,
    table: &str,
    steps: usize,
    rows: &[&Submission],
) -> Result<u64, Error> {
    let columns = rows
        .first()
        .map(|s| s.columns.as_slice())
        .unwrap_or_default();
    let names: String = columns
        .iter()
        .map(|(name, _)| format!(", {name}"))
        .collect();
    let sets: String = columns
        .iter()
        .map(|(name, _)| format!(", {name} = excluded.{name}"))
        .collect();
    let insert = Insert {
        head: format!("INSERT INTO {table} (id, version, state{names})"),
        tail: format!(
            " ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state{sets}
             WHERE {table}.version = excluded.version - {steps}"
        ),
        width: 3 + columns.len(),
    };
    let mut args: Vec<Value> = Vec::with_capacity(rows.len() * (3 + columns.len()));
    for s in rows {
        args.extend([
            s.id.as_str().into(),
            s.version.into(),
            s.state.as_str().into(),
        ]);
        args.extend(s.columns.iter().map(|(_, value)| value.clone()));
    }
    tx.insert(&insert, args).await
}

fn values(event: &Stored) -> [Value; 14] {
    [
        event.seq.into(),
        event.kind.as_str().into(),
        event.id.as_str().into(),
        event.version.into(),
        event.at.into(),
        event.account.as_str().into(),
        event.role.as_str().into(),
        event.site.clone().into(),
        event.case.clone().into(),
        event.consent.clone().into(),
        event.event.as_str().into(),
        event.payload.as_str().into(),
        event.prev.as_str().into(),
        event.hash.as_str().into(),
    ]
}

fn job_values(job: &NewRow) -> [Value; 8] {
    [
        job.key.as_str().into(),
        job.kind.as_str().into(),
        job.payload.as_str().into(),
        "waiting".into(),
        job.run_at.into(),
        0.into(),
        0.into(),
        Value::NoText,
    ]
}
