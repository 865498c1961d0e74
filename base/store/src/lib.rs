//! One pool over SQLite or PostgreSQL. One SQL text serves both.
//!
//! Portable subset: `$1…$n`, `BIGINT` (ids, microseconds, booleans as 0/1), `TEXT` (JSON too),
//! `{BYTES}` in migrations (`BLOB` or `BYTEA`), `ON CONFLICT … DO UPDATE`, `RETURNING`, CTEs, window functions.
//! `sum(bigint)` must be `CAST(sum(n) AS BIGINT)`.

mod db;
mod error;
mod insert;
mod migrate;
#[cfg(feature = "testing")]
pub mod testing;

pub use db::{Db, Engine, Row, Tx, Value, Write};
pub use error::Error;
pub use insert::Insert;
pub use migrate::{Migration, migrate};
