//! Runs migrations forward, once each, and refuses edited ones.

use crate::{Db, Engine, Error, Value, Write};

/// One step of an area's schema; never edited after release.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `area/0001_name`, unique.
    pub name: &'static str,
    /// Statements, separated by `;` at the end of a line; `{BYTES}` stands for the byte type,
    /// `{NUMBER_KEY}` for a primary key of 64-bit numbers (SQLite stores rows by it only if it is called `INTEGER`).
    pub sql: &'static str,
}

/// Runs what has not run yet.
///
/// # Errors
/// If a statement fails, or a migration that ran was edited since.
pub async fn migrate(db: &Db, migrations: &[Migration]) -> Result<(), Error> {
    db.run(Write::new(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, digest TEXT NOT NULL)",
        vec![],
    ))
    .await?;
    for migration in migrations {
        run_one(db, migration).await?;
    }
    Ok(())
}

async fn run_one(db: &Db, migration: &Migration) -> Result<(), Error> {
    let digest = words::Digest::of(migration.sql.as_bytes());
    let seen = db
        .one(
            "SELECT digest FROM migration WHERE name = $1",
            vec![migration.name.into()],
        )
        .await?;
    if let Some(row) = seen {
        return if row.text(0)? == digest.as_str() {
            Ok(())
        } else {
            Err(Error::MigrationChanged(migration.name.to_owned()))
        };
    }
    let (bytes, number_key) = match db.engine() {
        Engine::Sqlite => ("BLOB", "INTEGER PRIMARY KEY"),
        Engine::Postgres => ("BYTEA", "BIGINT PRIMARY KEY"),
    };
    let mut tx = db.begin().await?;
    for statement in migration
        .sql
        .split(";\n")
        .map(str::trim)
        .filter(|s| !s.is_empty())
    {
        let statement = statement
            .trim_end_matches(';')
            .replace("{BYTES}", bytes)
            .replace("{NUMBER_KEY}", number_key);
        tx.run_made(statement, vec![]).await?;
    }
    let args: Vec<Value> = vec![migration.name.into(), (&digest).into()];
    tx.run(Write::new(
        "INSERT INTO migration (name, digest) VALUES ($1, $2)",
        args,
    ))
    .await?;
    tx.commit().await
}
