//! The only write path: load, decide, evolve, submit.

use std::sync::Arc;

use serde::Serialize;
use store::{Db, Error, Value, Write};
use tokio::sync::{mpsc, oneshot};
use words::{CaseId, Context};

use crate::{
    Aggregate, NewJob, Recorded,
    event::{COLUMNS, Stored},
    recent::Recent,
    turns::{self, Turns},
    writer::{self, NewRow, Outcome, Submission},
};

/// How often a decision is taken again when somebody else acted in between.
const TRIES: usize = 64;

/// The ledger over one database. Cheap to clone; all clones share the one writer.
#[derive(Clone)]
pub struct Ledger {
    pub(crate) db: Db,
    inbox: mpsc::Sender<Submission>,
    pub(crate) key: Arc<crate::CheckpointKey>,
    recent: Recent,
}

/// What rides in the same transaction.
#[derive(Debug, Default)]
pub struct Along {
    /// Rows outside aggregates: sealed identities, form answers.
    pub writes: Vec<Write>,
    /// Jobs beside those that the events ask for.
    pub jobs: Vec<NewJob>,
    /// Refuse as stale unless the aggregate still has this version.
    pub expect: Option<i64>,
}

/// A decision that was written.
#[derive(Debug)]
pub struct Done<A: Aggregate> {
    /// The state after it.
    pub state: Option<A::State>,
    /// The version after it.
    pub version: i64,
    /// What happened; empty if nothing had to.
    pub events: Vec<A::Event>,
    /// Position of the last event in the ledger; 0 if nothing happened.
    pub seq: i64,
}

/// A decision that was not written.
#[derive(Debug, thiserror::Error)]
pub enum Failed<R: words::Refusal> {
    /// The answer is no.
    #[error(transparent)]
    Refused(R),
    /// Somebody else acted first; look again.
    #[error("somebody else acted first")]
    Stale,
    /// The store failed.
    #[error("failed to write to the ledger")]
    Store(#[source] Error),
}

impl<R: words::Refusal> From<Error> for Failed<R> {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// A state with its version.
#[derive(Debug, Clone)]
pub struct Loaded<A: Aggregate> {
    /// The state.
    pub state: A::State,
    /// Number of events it was folded from.
    pub version: i64,
}

impl Ledger {
    /// Opens the ledger of a migrated database and starts its writer.
    #[must_use]
    pub fn open(db: Db, key: crate::CheckpointKey) -> Self {
        Self::with_writer(db, key, true, None)
    }

    /// As [`Ledger::open`], but every decision is committed alone: what the bench compares with.
    #[must_use]
    pub fn open_ungrouped(db: Db, key: crate::CheckpointKey) -> Self {
        Self::with_writer(db, key, false, None)
    }

    /// As [`Ledger::open`], but those who take turns are written in their order: for a programme that must come out the same
    /// every time.
    #[must_use]
    pub fn open_in_turns(db: Db, key: crate::CheckpointKey, turns: Turns) -> Self {
        Self::with_writer(db, key, true, Some(turns))
    }

    fn with_writer(db: Db, key: crate::CheckpointKey, group: bool, turns: Option<Turns>) -> Self {
        let (inbox, outbox) = mpsc::channel(4096);
        tokio::spawn(writer::run(db.clone(), outbox, group, turns));
        Self {
            db,
            inbox,
            key: Arc::new(key),
            recent: Recent::default(),
        }
    }

    /// Decides and writes.
    ///
    /// # Errors
    /// [`Failed`]: refused, or the store failed.
    pub async fn execute<A: Aggregate>(
        &self,
        id: &str,
        command: A::Command,
        facts: &A::Facts,
        context: &Context,
    ) -> Result<Done<A>, Failed<A::Refusal>> {
        self.execute_along::<A>(id, command, facts, context, Along::default())
            .await
    }

    /// Decides and writes, with company.
    ///
    /// # Errors
    /// [`Failed`]: refused, stale, or the store failed.
    pub async fn execute_along<A: Aggregate>(
        &self,
        id: &str,
        command: A::Command,
        facts: &A::Facts,
        context: &Context,
        along: Along,
    ) -> Result<Done<A>, Failed<A::Refusal>> {
        for _ in 0..TRIES {
            let recent = self.recent.get::<A>(id);
            let maybe_old = recent.is_some();
            let loaded = match recent {
                Some(loaded) => Some(loaded),
                None => self.load::<A>(id).await?,
            };
            let version = loaded.as_ref().map_or(0, |l| l.version);
            let state = loaded.map(|l| l.state);
            let stale = along.expect.is_some_and(|expected| expected != version);
            let decided = A::decide(state.as_ref(), command.clone(), facts);
            let no_write = stale || decided.as_ref().map_or(true, Vec::is_empty);
            if no_write && maybe_old {
                // only the writer compares versions: what is not written is decided on the row itself
                self.recent.forget::<A>(id);
                continue;
            }
            if stale {
                return Err(Failed::Stale);
            }
            let events = decided.map_err(Failed::Refused)?;
            if events.is_empty() {
                return Ok(Done {
                    state,
                    version,
                    events,
                    seq: 0,
                });
            }
            let after = events.iter().fold(state, A::evolve);
            let Some(after) = after else {
                return Err(Error::decode(A::TABLE, "an event left no state").into());
            };
            let version = version + i64::try_from(events.len()).unwrap_or(i64::MAX);
            match self
                .submit::<A>(id, version, &after, &events, context, &along)
                .await
            {
                Ok(Outcome::Written(seq)) => {
                    self.recent.put::<A>(id, after.clone(), version);
                    return Ok(Done {
                        state: Some(after),
                        version,
                        events,
                        seq,
                    });
                }
                Ok(Outcome::Stale) => self.recent.forget::<A>(id),
                Err(error) => {
                    self.recent.forget::<A>(id);
                    return Err(error.into());
                }
            }
        }
        Err(Failed::Stale)
    }

    async fn submit<A: Aggregate>(
        &self,
        id: &str,
        version: i64,
        after: &A::State,
        events: &[A::Event],
        context: &Context,
        along: &Along,
    ) -> Result<Outcome, Error> {
        let (reply, answer) = oneshot::channel();
        let expect = version - i64::try_from(events.len()).unwrap_or(i64::MAX);
        let stored: Result<Vec<Stored>, Error> = events
            .iter()
            .zip(expect + 1..)
            .map(|(event, version)| stored::<A>(id, version, event, context))
            .collect();
        let asked = events.iter().flat_map(|event| A::jobs(id, event));
        let jobs = asked
            .chain(along.jobs.iter().cloned())
            .map(|job| new_row(job, context));
        let submission = Submission {
            table: A::TABLE,
            id: id.to_owned(),
            version,
            state: json(A::TABLE, after)?,
            columns: A::columns(after),
            events: stored?,
            writes: along.writes.clone(),
            jobs: jobs.collect(),
            turn: turns::own(),
            reply,
        };
        let gone = |_| Error::decode("ledger", "the writer has stopped");
        self.inbox
            .send(submission)
            .await
            .map_err(|e| gone(e.to_string()))?;
        answer.await.map_err(|e| gone(e.to_string()))?
    }

    /// Loads one aggregate.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn load<A: Aggregate>(&self, id: &str) -> Result<Option<Loaded<A>>, Error> {
        let sql = format!("SELECT version, state FROM {} WHERE id = $1", A::TABLE);
        let row = self.db.one_made(sql, vec![id.into()]).await?;
        row.map(|row| {
            Ok(Loaded {
                version: row.int(0)?,
                state: row.json(1)?,
            })
        })
        .transpose()
    }

    /// Loads all aggregates whose column has a value, by id.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn find<A: Aggregate>(
        &self,
        column: &'static str,
        value: Value,
    ) -> Result<Vec<(String, Loaded<A>)>, Error> {
        let sql = format!(
            "SELECT id, version, state FROM {} WHERE {column} = $1 ORDER BY id",
            A::TABLE
        );
        let rows = self.db.all_made(sql, vec![value]).await?;
        rows.iter()
            .map(|row| {
                Ok((
                    row.text(0)?,
                    Loaded {
                        version: row.int(1)?,
                        state: row.json(2)?,
                    },
                ))
            })
            .collect()
    }

    /// All events of a case, in order.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn events_of_case(&self, case: &CaseId) -> Result<Vec<Recorded>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM ledger_event WHERE case_id = $1 ORDER BY seq");
        recorded(self.db.all_made(sql, vec![case.into()]).await?)
    }

    /// Up to `limit` events after a position.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn events_after(&self, seq: i64, limit: i64) -> Result<Vec<Recorded>, Error> {
        let sql =
            format!("SELECT {COLUMNS} FROM ledger_event WHERE seq > $1 ORDER BY seq LIMIT $2");
        recorded(
            self.db
                .all_made(sql, vec![seq.into(), limit.into()])
                .await?,
        )
    }

    /// Position of the last event.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn head(&self) -> Result<i64, Error> {
        let row = self
            .db
            .one("SELECT seq FROM ledger_head WHERE one = 1", vec![])
            .await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// The database below, for reads and for tables outside aggregates.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }
}

pub(crate) fn recorded(rows: Vec<store::Row>) -> Result<Vec<Recorded>, Error> {
    rows.iter()
        .map(|row| Stored::read(row)?.recorded())
        .collect()
}

fn stored<A: Aggregate>(
    id: &str,
    version: i64,
    event: &A::Event,
    context: &Context,
) -> Result<Stored, Error> {
    let value = serde_json::to_value(event).map_err(|e| Error::decode(A::KIND, e))?;
    let tag = value
        .get("type")
        .and_then(|t| t.as_str())
        .unwrap_or("event")
        .to_owned();
    Ok(Stored {
        seq: 0,
        kind: A::KIND.to_owned(),
        id: id.to_owned(),
        version,
        at: context.at.micros(),
        account: context.actor.account.as_str().to_owned(),
        role: context.actor.role.clone(),
        site: context.actor.site.as_ref().map(|s| s.as_str().to_owned()),
        case: context.case.as_ref().map(|c| c.as_str().to_owned()),
        consent: context
            .consent
            .as_ref()
            .map(|c| json("consent", c))
            .transpose()?,
        event: tag,
        payload: json(A::KIND, event)?,
        prev: String::new(),
        hash: String::new(),
    })
}

fn new_row(job: NewJob, context: &Context) -> NewRow {
    NewRow {
        key: job.key,
        kind: job.kind.to_owned(),
        payload: job.payload.to_string(),
        run_at: context.at.micros(),
    }
}

fn json(what: &str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::decode(what, e))
}
