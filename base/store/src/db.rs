//! The pool and portable values.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sqlx::{
    Any, AnyPool, Column, Row as _,
    any::{AnyArguments, AnyPoolOptions, AnyRow, AnyTypeInfoKind},
    pool::PoolConnection,
};

use crate::Error;

/// Which database stands behind the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// How long a request waits for a database that is away before it says so.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks meanwhile.
const LOOK: Duration = Duration::from_millis(100);

/// A portable SQL value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(String),
    /// `BLOB` or `BYTEA`.
    Bytes(Vec<u8>),
    /// `DOUBLE PRECISION`.
    Real(f64),
    /// An absent text.
    NoText,
    /// An absent number.
    NoInt,
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Int(i64::from(v))
    }
}
impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Self::Real(v)
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Self::Bytes(v)
    }
}
impl<T> From<&words::Id<T>> for Value {
    fn from(v: &words::Id<T>) -> Self {
        Self::Text(v.as_str().to_owned())
    }
}
impl From<&words::Digest> for Value {
    fn from(v: &words::Digest) -> Self {
        Self::Text(v.as_str().to_owned())
    }
}
impl From<words::At> for Value {
    fn from(v: words::At) -> Self {
        Self::Int(v.micros())
    }
}
impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        v.map_or(Self::NoText, Self::Text)
    }
}
impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        v.map_or(Self::NoInt, Self::Int)
    }
}

/// One write that rides in the same transaction as events (identity rows, form answers, …).
#[derive(Debug, Clone)]
pub struct Write {
    /// Constant SQL: user input goes into `args` only.
    pub sql: &'static str,
    /// `$1…$n`.
    pub args: Vec<Value>,
}

impl Write {
    /// A write of constant SQL with arguments.
    #[must_use]
    pub fn new(sql: &'static str, args: Vec<Value>) -> Self {
        Self { sql, args }
    }
}

/// A row, read by position.
pub struct Row(AnyRow);

impl Row {
    /// Text at a position (absent reads as empty).
    ///
    /// # Errors
    /// If the column is not text.
    pub fn text(&self, at: usize) -> Result<String, Error> {
        self.get::<Option<String>>(at)
            .map(Option::unwrap_or_default)
    }
    /// Text that may be absent.
    ///
    /// # Errors
    /// If the column is not text.
    pub fn maybe_text(&self, at: usize) -> Result<Option<String>, Error> {
        self.get(at)
    }
    /// A number.
    ///
    /// # Errors
    /// If the column is not a number.
    pub fn int(&self, at: usize) -> Result<i64, Error> {
        self.get::<Option<i64>>(at).map(Option::unwrap_or_default)
    }
    /// A number that may be absent.
    ///
    /// # Errors
    /// If the column is not a number.
    pub fn maybe_int(&self, at: usize) -> Result<Option<i64>, Error> {
        self.get(at)
    }
    /// A floating-point number.
    ///
    /// # Errors
    /// If the column is not a number.
    pub fn real(&self, at: usize) -> Result<f64, Error> {
        self.get(at)
    }
    /// Bytes.
    ///
    /// # Errors
    /// If the column is not bytes.
    pub fn bytes(&self, at: usize) -> Result<Vec<u8>, Error> {
        self.get::<Option<Vec<u8>>>(at)
            .map(Option::unwrap_or_default)
    }
    /// An identifier.
    ///
    /// # Errors
    /// If the column is not an identifier.
    pub fn id<T>(&self, at: usize) -> Result<words::Id<T>, Error> {
        words::Id::parse(self.text(at)?).map_err(|e| Error::decode(self.name(at), e))
    }
    /// JSON text.
    ///
    /// # Errors
    /// If the column is not JSON of that shape.
    pub fn json<T: serde::de::DeserializeOwned>(&self, at: usize) -> Result<T, Error> {
        serde_json::from_str(&self.text(at)?).map_err(|e| Error::decode(self.name(at), e))
    }
    /// Any value, as it is stored (used to compare rows).
    ///
    /// # Errors
    /// If the column has a type outside the portable subset.
    pub fn value(&self, at: usize) -> Result<Value, Error> {
        let kind = self.0.columns().get(at).map(|c| c.type_info().kind());
        Ok(match kind {
            Some(
                AnyTypeInfoKind::BigInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::SmallInt,
            ) => self.maybe_int(at)?.into(),
            Some(AnyTypeInfoKind::Double | AnyTypeInfoKind::Real) => self.real(at)?.into(),
            Some(AnyTypeInfoKind::Blob) => self.bytes(at)?.into(),
            Some(AnyTypeInfoKind::Null) => Value::NoText,
            _ => self.maybe_text(at)?.into(),
        })
    }

    fn name(&self, at: usize) -> String {
        self.0
            .columns()
            .get(at)
            .map_or_else(|| format!("column {at}"), |c| c.name().to_owned())
    }
    fn get<'r, T>(&'r self, at: usize) -> Result<T, Error>
    where
        T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        self.0
            .try_get(at)
            .map_err(|e| Error::decode(self.name(at), e))
    }
}

/// The pool. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: AnyPool,
    engine: Engine,
}

impl Db {
    /// Opens `sqlite:PATH` (made if absent; WAL, full durability) or `postgres://…`.
    ///
    /// # Errors
    /// If the database cannot be opened.
    pub async fn open(url: &str) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let engine = if url.starts_with("sqlite:") {
            Engine::Sqlite
        } else {
            Engine::Postgres
        };
        let url = match engine {
            Engine::Sqlite if !url.contains('?') => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(match engine {
                // one writer at a time, each waiting for the disk
                Engine::Sqlite => Duration::from_secs(30),
                Engine::Postgres => 2 * PATIENCE,
            })
            // a file does not go away between two statements; a server may be restarted
            .test_before_acquire(engine == Engine::Postgres)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if engine == Engine::Sqlite {
                        for pragma in [
                            "PRAGMA busy_timeout = 10000",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = FULL",
                            "PRAGMA foreign_keys = ON",
                            // fewer, larger moves from the log of writes into the file; each commit is flushed all the same
                            "PRAGMA wal_autocheckpoint = 4000",
                            "PRAGMA journal_size_limit = 67108864",
                            "PRAGMA cache_size = -16384",
                        ] {
                            sqlx::query(pragma).execute(&mut *connection).await?;
                        }
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .map_err(Error::sql("open the database"))?;
        Ok(Self { pool, engine })
    }

    /// Opens a SQLite file.
    ///
    /// # Errors
    /// If the file cannot be opened or made.
    pub async fn open_file(path: &Path) -> Result<Self, Error> {
        Self::open(&format!("sqlite:{}", path.display())).await
    }

    /// Which database this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Reads all rows.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn all(&self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        self.all_made(sql.to_owned(), args).await
    }

    /// Reads at most one row.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one(&self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>, Error> {
        self.one_made(sql.to_owned(), args).await
    }

    /// As [`Db::all`], for SQL put together from constants (table and column names of our own).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn all_made(&self, sql: String, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments(args)?)
            .fetch_all(&mut *self.connection().await?)
            .await
            .map(|rows| rows.into_iter().map(Row).collect())
            .map_err(Error::sql("read"))
    }

    /// As [`Db::one`], for SQL put together from constants.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_made(&self, sql: String, args: Vec<Value>) -> Result<Option<Row>, Error> {
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments(args)?)
            .fetch_optional(&mut *self.connection().await?)
            .await
            .map(|row| row.map(Row))
            .map_err(Error::sql("read"))
    }

    /// Runs one statement outside the ledger: versioned tables, sessions, jobs. Returns the rows touched.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn run(&self, write: Write) -> Result<u64, Error> {
        sqlx::query_with(write.sql, arguments(write.args)?)
            .execute(&mut *self.connection().await?)
            .await
            .map(|done| done.rows_affected())
            .map_err(Error::sql("write"))
    }

    /// Begins a transaction that may write (`BEGIN IMMEDIATE` on SQLite).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn begin(&self) -> Result<Tx, Error> {
        patiently("begin a transaction", || async {
            match self.engine {
                Engine::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
                Engine::Postgres => self.pool.begin().await,
            }
        })
        .await
        .map(|tx| Tx {
            tx,
            engine: self.engine,
        })
    }

    async fn connection(&self) -> Result<PoolConnection<Any>, Error> {
        patiently("reach the database", || self.pool.acquire()).await
    }
}

/// Tries again for a while when the database is away: a restart is waited out. Only for what changes nothing.
async fn patiently<T, F>(doing: &'static str, reach: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, sqlx::Error>>,
{
    let begun = Instant::now();
    loop {
        match reach().await.map_err(Error::sql(doing)) {
            Err(error) if error.is_away() && begun.elapsed() < PATIENCE => {
                tokio::time::sleep(LOOK).await;
            }
            other => return other,
        }
    }
}

/// An open transaction; dropped without [`Tx::commit`] it is rolled back.
pub struct Tx {
    tx: sqlx::Transaction<'static, sqlx::Any>,
    pub(crate) engine: Engine,
}

impl Tx {
    /// Runs one statement. Returns the rows touched.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn run(&mut self, write: Write) -> Result<u64, Error> {
        self.run_made(write.sql.to_owned(), write.args).await
    }

    /// As [`Tx::run`], for SQL put together from constants.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn run_made(&mut self, sql: String, args: Vec<Value>) -> Result<u64, Error> {
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments(args)?)
            .execute(&mut *self.tx)
            .await
            .map(|done| done.rows_affected())
            .map_err(Error::sql("write"))
    }

    /// Reads at most one row inside the transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn one_made(&mut self, sql: String, args: Vec<Value>) -> Result<Option<Row>, Error> {
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments(args)?)
            .fetch_optional(&mut *self.tx)
            .await
            .map(|row| row.map(Row))
            .map_err(Error::sql("read"))
    }

    /// Reads all rows inside the transaction.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn all_made(&mut self, sql: String, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arguments(args)?)
            .fetch_all(&mut *self.tx)
            .await
            .map(|rows| rows.into_iter().map(Row).collect())
            .map_err(Error::sql("read"))
    }

    /// Commits.
    ///
    /// # Errors
    /// If the database fails; nothing was written then.
    pub async fn commit(self) -> Result<(), Error> {
        self.tx.commit().await.map_err(Error::sql("commit"))
    }
}

fn arguments(args: Vec<Value>) -> Result<AnyArguments, Error> {
    use sqlx::Arguments as _;
    let mut out = AnyArguments::default();
    for arg in args {
        match arg {
            Value::Int(v) => out.add(v),
            Value::Text(v) => out.add(v),
            Value::Bytes(v) => out.add(v),
            Value::Real(v) => out.add(v),
            Value::NoText => out.add(None::<String>),
            Value::NoInt => out.add(None::<i64>),
        }
        .map_err(|e| Error::decode("argument", e))?;
    }
    Ok(out)
}
