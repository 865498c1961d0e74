//! Brings the copy up to the end of the ledger: in one transaction the cursor moves and the rows of the cases it passed are
//! written. Whoever moves the cursor first wins; the other looks again. So two processes never apply an event twice.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Insert, Tx, Value};
use ledger::{Ledger, Recorded};

use super::{files, marks};
use crate::{
    rules::fold::{Fold, mark},
    words::Change,
};

/// Events taken at once.
const BATCH: i64 = 500;
/// No bound on the events to take in.
pub(crate) const ALL: i64 = i64::MAX;
/// The promise of what has none: it sorts last.
pub(super) const NEVER: i64 = i64::MAX;

enum Applied {
    Done,
    /// Somebody else moved the cursor.
    Overtaken,
    /// A row cannot be read: the copy is made again.
    Unreadable,
}

/// Takes in what happened since, at most so many events; answers how many are left.
///
/// # Errors
/// If the store fails.
pub(crate) async fn catch_up(ledger: &Ledger, most: i64) -> Result<i64, Error> {
    let (mut taken, own) = (0, mark());
    loop {
        let (seq, mark) = cursor(ledger).await?;
        if mark != own.as_str() {
            start_anew(ledger, seq, &mark).await?;
            continue;
        }
        let behind = ledger.head().await? - seq;
        if behind < 0 {
            // the ledger was put back to an earlier day
            start_anew(ledger, seq, &mark).await?;
            continue;
        }
        if behind == 0 || taken >= most {
            return Ok(behind);
        }
        let events = ledger.events_after(seq, BATCH).await?;
        if events.is_empty() {
            return Ok(behind);
        }
        match apply(ledger, seq, &events).await? {
            Applied::Done => taken += i64::try_from(events.len()).unwrap_or(most),
            Applied::Overtaken => {}
            Applied::Unreadable => start_anew(ledger, seq, &mark).await?,
        }
    }
}

async fn cursor(ledger: &Ledger) -> Result<(i64, String), Error> {
    let sql = "SELECT seq, mark FROM oversight_cursor WHERE one = 1";
    let row = ledger.db().one(sql, vec![]).await?;
    row.map_or(Ok((0, String::new())), |r| Ok((r.int(0)?, r.text(1)?)))
}

/// Forgets the copy, if the cursor still stands there.
///
/// # Errors
/// If the store fails.
async fn start_anew(ledger: &Ledger, seq: i64, old: &str) -> Result<(), Error> {
    let mut tx = ledger.db().begin().await?;
    let sql =
        "UPDATE oversight_cursor SET seq = 0, mark = $1 WHERE one = 1 AND seq = $2 AND mark = $3";
    let args = vec![(&mark()).into(), seq.into(), old.into()];
    if tx.run_made(sql.to_owned(), args).await? == 1 {
        for table in ["oversight_standing", "oversight_task", "oversight_file"] {
            tx.run_made(format!("DELETE FROM {table}"), vec![]).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn apply(ledger: &Ledger, seq: i64, events: &[Recorded]) -> Result<Applied, Error> {
    let Some(last) = events.last() else {
        return Ok(Applied::Overtaken);
    };
    let mut tx = ledger.db().begin().await?;
    let sql = "UPDATE oversight_cursor SET seq = $1 WHERE one = 1 AND seq = $2 AND mark = $3";
    let args = vec![last.seq.into(), seq.into(), (&mark()).into()];
    if tx.run_made(sql.to_owned(), args).await? != 1 {
        return Ok(Applied::Overtaken);
    }
    let cases: BTreeSet<&str> = events
        .iter()
        .filter_map(|e| Some(e.case.as_ref()?.as_str()))
        .collect();
    let Some(mut folds) = folds(&mut tx, &cases).await? else {
        return Ok(Applied::Unreadable);
    };
    let mut changed = BTreeMap::new();
    for event in events {
        let Some(case) = &event.case else { continue };
        let fold = folds.entry(case.to_string()).or_default();
        for change in fold.hear(event) {
            let task = change.task();
            changed.insert(
                format!("{case}/{}/{}", task.kind, task.key),
                (case.to_string(), change),
            );
        }
    }
    write_standings(&mut tx, &folds).await?;
    write_tasks(&mut tx, &folds, changed).await?;
    files::write(&mut tx, events).await?;
    tx.commit().await?;
    Ok(Applied::Done)
}

/// The folds of some cases; `None` if one cannot be read.
async fn folds(
    tx: &mut Tx,
    cases: &BTreeSet<&str>,
) -> Result<Option<BTreeMap<String, Fold>>, Error> {
    let mut folds = BTreeMap::new();
    let all: Vec<&str> = cases.iter().copied().collect();
    for some in all.chunks(100) {
        let sql = format!(
            "SELECT case_id, fold FROM oversight_standing WHERE case_id IN ({})",
            marks(1, some.len())
        );
        let args = some.iter().map(|c| (*c).into()).collect();
        for row in tx.all_made(sql, args).await? {
            let Ok(fold) = row.json(1) else {
                return Ok(None);
            };
            folds.insert(row.text(0)?, fold);
        }
    }
    Ok(Some(folds))
}

async fn write_standings(tx: &mut Tx, folds: &BTreeMap<String, Fold>) -> Result<(), Error> {
    let insert = Insert {
        head: "INSERT INTO oversight_standing (case_id, site, kind, state, ended, since, last_at, seq, due, progress, fold)".to_owned(),
        tail: " ON CONFLICT (case_id) DO UPDATE SET site = excluded.site, kind = excluded.kind, state = excluded.state,
                ended = excluded.ended, since = excluded.since, last_at = excluded.last_at, seq = excluded.seq,
                due = excluded.due, progress = excluded.progress, fold = excluded.fold".to_owned(),
        width: 11,
    };
    let mut values: Vec<Value> = Vec::with_capacity(folds.len() * insert.width);
    for (case, fold) in folds {
        let ended = fold.progress.withdrawn.is_some() || fold.progress.died.is_some();
        let at = |at: Option<::words::At>| at.map_or(0, ::words::At::micros);
        values.extend([
            case.as_str().into(),
            fold.known.site.as_str().into(),
            fold.known.kind.as_str().into(),
            fold.progress.state().into(),
            ended.into(),
            at(fold.since).into(),
            at(fold.last).into(),
            fold.seq.into(),
            fold.due().map_or(NEVER, ::words::At::micros).into(),
            json(&fold.progress)?.into(),
            json(fold)?.into(),
        ]);
    }
    tx.insert(&insert, values).await.map(drop)
}

async fn write_tasks(
    tx: &mut Tx,
    folds: &BTreeMap<String, Fold>,
    changed: BTreeMap<String, (String, Change)>,
) -> Result<(), Error> {
    let insert = Insert {
        head: "INSERT INTO oversight_task (id, case_id, owner, kind, key, site, account, since, due, done_at, done_by)".to_owned(),
        tail: " ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, site = excluded.site, account = excluded.account,
                since = excluded.since, due = excluded.due, done_at = excluded.done_at, done_by = excluded.done_by".to_owned(),
        width: 11,
    };
    let mut values: Vec<Value> = Vec::with_capacity(changed.len() * insert.width);
    for (id, (case, change)) in changed {
        let owner = folds.get(&case).map_or("", |f| f.known.site.as_str());
        let (done_at, done_by) = match &change {
            Change::Opened(_) => (0, ""),
            Change::Closed { at, by, .. } => (at.micros(), by.as_str()),
        };
        let task = change.task();
        values.extend([
            id.into(),
            case.as_str().into(),
            owner.into(),
            task.kind.as_str().into(),
            task.key.as_str().into(),
            task.site.as_str().into(),
            task.account.as_str().into(),
            task.since.into(),
            task.due.into(),
            done_at.into(),
            done_by.into(),
        ]);
    }
    tx.insert(&insert, values).await.map(drop)
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::decode("oversight_standing", e))
}
