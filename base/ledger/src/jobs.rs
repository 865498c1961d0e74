//! The job queue: a table beside the events, claimed by one portable statement.

use store::{Error, Value, Write};
use words::At;

use crate::Ledger;

/// How long a claimed job stays claimed without a heartbeat.
const LEASE_SECONDS: i64 = 60;
/// After this many failures a job waits for a person.
const ATTEMPTS: i64 = 5;

/// A claimed job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Idempotency key.
    pub key: String,
    /// Which handler runs it.
    pub kind: String,
    /// Its arguments.
    pub payload: serde_json::Value,
    /// Which try this is, from 1.
    pub attempt: i64,
}

impl Ledger {
    /// Claims the job that is due the longest, if any. A worker that was killed loses its claim after a minute.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn claim(&self, now: At) -> Result<Option<Job>, Error> {
        let lock = match self.db.engine() {
            store::Engine::Postgres => " FOR UPDATE SKIP LOCKED",
            store::Engine::Sqlite => "",
        };
        let sql = format!(
            "UPDATE job SET state = 'running', lease_until = $1, attempts = attempts + 1 WHERE key = (
               SELECT key FROM job WHERE state IN ('waiting', 'running') AND run_at <= $2 AND lease_until < $2
               ORDER BY run_at, key LIMIT 1{lock})
             RETURNING key, kind, payload, attempts"
        );
        let args = vec![now.plus_seconds(LEASE_SECONDS).into(), now.into()];
        let row = self.db.one_made(sql, args).await?;
        row.map(|row| {
            Ok(Job {
                key: row.text(0)?,
                kind: row.text(1)?,
                payload: row.json(2)?,
                attempt: row.int(3)?,
            })
        })
        .transpose()
    }

    /// Says that a claimed job is still being worked on.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn heartbeat(&self, job: &Job, now: At) -> Result<(), Error> {
        let args = vec![
            job.key.as_str().into(),
            now.plus_seconds(LEASE_SECONDS).into(),
        ];
        let sql = "UPDATE job SET lease_until = $2 WHERE key = $1 AND state = 'running'";
        self.db.run(Write::new(sql, args)).await.map(drop)
    }

    /// Closes a job that was done.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn finish(&self, job: &Job) -> Result<(), Error> {
        let sql = "UPDATE job SET state = 'done', error = NULL WHERE key = $1";
        self.db
            .run(Write::new(sql, vec![job.key.as_str().into()]))
            .await
            .map(drop)
    }

    /// Puts a failed job back with a growing delay; after five failures it waits for a person, visibly.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn fail(&self, job: &Job, error: &str, now: At) -> Result<(), Error> {
        let state = if job.attempt >= ATTEMPTS {
            "stuck"
        } else {
            "waiting"
        };
        let delay = 1 << job.attempt.clamp(0, 10);
        let args: Vec<Value> = vec![
            job.key.as_str().into(),
            state.into(),
            now.plus_seconds(delay).into(),
            error.into(),
        ];
        let sql =
            "UPDATE job SET state = $2, run_at = $3, lease_until = 0, error = $4 WHERE key = $1";
        self.db.run(Write::new(sql, args)).await.map(drop)
    }

    /// The jobs that wait for a person: kind and what went wrong last.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn stuck_jobs(&self) -> Result<Vec<(String, String)>, Error> {
        let sql = "SELECT kind, error FROM job WHERE state = 'stuck' ORDER BY run_at, key";
        let rows = self.db.all(sql, vec![]).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.maybe_text(1)?.unwrap_or_default())))
            .collect()
    }

    /// How many jobs are waiting or running, and how many wait for a person.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn open_jobs(&self) -> Result<(i64, i64), Error> {
        let sql = "SELECT state, COUNT(*) FROM job WHERE state <> 'done' GROUP BY state";
        let (mut open, mut stuck) = (0, 0);
        for row in self.db.all(sql, vec![]).await? {
            match row.text(0)?.as_str() {
                "stuck" => stuck += row.int(1)?,
                _ => open += row.int(1)?,
            }
        }
        Ok((open, stuck))
    }
}
