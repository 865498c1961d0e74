//! What can go wrong below, and which of it passes by itself.

use std::io::ErrorKind;

/// PostgreSQL: shut down, crashed, not yet up, too many connections, connection lost. No code of SQLite has five digits.
const AWAY: [&str; 8] = [
    "57P01", "57P02", "57P03", "53300", "08000", "08001", "08003", "08006",
];
/// PostgreSQL: disk full. SQLite: `SQLITE_FULL`.
const FULL: [&str; 2] = ["53100", "13"];
/// The store failed; nothing was written, unless the database went away while it committed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database answered with an error.
    #[error("failed to {doing}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: sqlx::Error,
    },
    /// The database does not answer: it is restarting, or was stopped. What was asked may or may not have been written.
    #[error("the database does not answer")]
    Away,
    /// A stored value is not what this version wrote.
    #[error("failed to read {what}: {why}")]
    Decode {
        /// The table or column.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A released migration was edited after it ran here.
    #[error("migration {0} was changed after it ran on this database; restore the released file")]
    MigrationChanged(String),
}

impl Error {
    /// Whether the database refused because of a UNIQUE constraint.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sql { source: sqlx::Error::Database(e), .. } if e.is_unique_violation())
    }

    /// Whether the database did not answer, or broke off: it is restarting, stopped or cut off. Trying again later helps.
    #[must_use]
    pub fn is_away(&self) -> bool {
        use sqlx::Error as E;
        match self {
            Self::Away => true,
            Self::Sql { source, .. } => match source {
                E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Tls(_) => true,
                E::Io(e) => e.kind() != ErrorKind::StorageFull,
                E::Database(e) => e.code().is_some_and(|code| AWAY.contains(&code.as_ref())),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the database has no room left; nothing was written.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Sql { source, .. } => match source {
                sqlx::Error::Io(e) => e.kind() == ErrorKind::StorageFull,
                sqlx::Error::Database(e) => {
                    e.code().is_some_and(|code| FULL.contains(&code.as_ref()))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Names what was being done.
    pub fn sql(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Sql { doing, source }
    }

    /// A stored value could not be read.
    pub fn decode(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Decode {
            what: what.into(),
            why: why.to_string(),
        }
    }
}
