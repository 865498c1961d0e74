//! What a database holds, as portable SQL: the same text of both engines if the migrations mean the same on both.

use std::fmt::Write as _;

use store::{Db, Engine, Error, Row};

/// Tables in the order of their names, and below each its indexes.
pub async fn of(db: &Db) -> Result<String, Error> {
    let mut out = String::from(
        "-- Generated from all migrations by `UPDATE=1 cargo test -p app --test it generated`. Do not edit.\n\
         -- {BYTES} is BLOB on SQLite and BYTEA on PostgreSQL.\n",
    );
    for table in names(db, tables(db.engine()), None).await? {
        let found = Table::read(db, &table).await?;
        found.tell(&table, &mut out);
    }
    Ok(out)
}

struct Table {
    /// Name, type, whether it may not be absent.
    columns: Vec<(String, String, bool)>,
    primary: String,
    /// Name, columns, unique, whether it is a constraint of the table.
    indexes: Vec<(String, String, bool, bool)>,
}

impl Table {
    async fn read(db: &Db, table: &str) -> Result<Self, Error> {
        let args = || vec![table.into()];
        let (columns, primary, indexes) = match db.engine() {
            Engine::Sqlite => (SQLITE_COLUMNS, SQLITE_PRIMARY, SQLITE_INDEXES),
            Engine::Postgres => (POSTGRES_COLUMNS, POSTGRES_PRIMARY, POSTGRES_INDEXES),
        };
        let column = |row: &Row| Ok((row.text(0)?, portable(&row.text(1)?), row.int(2)? == 1));
        let index = |row: &Row| {
            Ok((
                row.text(0)?,
                row.text(1)?,
                row.int(2)? == 1,
                row.int(3)? == 1,
            ))
        };
        Ok(Self {
            columns: db
                .all(columns, args())
                .await?
                .iter()
                .map(column)
                .collect::<Result<_, Error>>()?,
            primary: names(db, primary, Some(table)).await?.join(", "),
            indexes: db
                .all(indexes, args())
                .await?
                .iter()
                .map(index)
                .collect::<Result<_, Error>>()?,
        })
    }

    fn tell(&self, name: &str, out: &mut String) {
        let own: Vec<&str> = self.primary.split(", ").collect();
        let mut lines: Vec<String> = self
            .columns
            .iter()
            .map(|(column, kind, must)| {
                let must = if *must && !own.contains(&column.as_str()) {
                    " NOT NULL"
                } else {
                    ""
                };
                format!("  {column} {kind}{must}")
            })
            .collect();
        lines.push(format!("  PRIMARY KEY ({})", self.primary));
        let mut unique: Vec<String> = self
            .indexes
            .iter()
            .filter(|(_, _, _, constraint)| *constraint)
            .map(|(_, columns, _, _)| format!("  UNIQUE ({columns})"))
            .collect();
        unique.sort();
        lines.extend(unique);
        // writing to a string does not fail
        let _ = writeln!(out, "\nCREATE TABLE {name} (\n{}\n);", lines.join(",\n"));
        for (index, columns, unique, _) in self.indexes.iter().filter(|i| !i.3) {
            let unique = if *unique { "UNIQUE " } else { "" };
            let _ = writeln!(out, "CREATE {unique}INDEX {index} ON {name} ({columns});");
        }
    }
}

async fn names(db: &Db, sql: &'static str, of: Option<&str>) -> Result<Vec<String>, Error> {
    let args = of.into_iter().map(Into::into).collect();
    let rows = db.all(sql, args).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// Both engines' names of a type in one.
fn portable(kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        "blob" | "bytea" => "{BYTES}".to_owned(),
        "integer" | "bigint" => "BIGINT".to_owned(),
        other => other.to_uppercase(),
    }
}

fn tables(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT CAST(name AS TEXT) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = 'public' ORDER BY CAST(table_name AS TEXT) COLLATE \"C\""
        }
    }
}

const SQLITE_COLUMNS: &str = "SELECT CAST(name AS TEXT), CAST(type AS TEXT), CAST(\"notnull\" AS BIGINT) FROM pragma_table_info($1) ORDER BY cid";
const SQLITE_PRIMARY: &str =
    "SELECT CAST(name AS TEXT) FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
const SQLITE_INDEXES: &str = "SELECT CAST(l.name AS TEXT),
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)),
       CAST(l.\"unique\" AS BIGINT), CAST(l.origin = 'u' AS BIGINT)
     FROM pragma_index_list($1) l WHERE l.origin <> 'pk' ORDER BY l.name";

const POSTGRES_COLUMNS: &str = "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT),
       CAST(CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS BIGINT)
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position";
const POSTGRES_PRIMARY: &str = "SELECT CAST(a.attname AS TEXT)
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid
     CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
     WHERE x.indisprimary AND CAST(t.relname AS TEXT) = $1 ORDER BY k.place";
const POSTGRES_INDEXES: &str = "SELECT CAST(i.relname AS TEXT),
       string_agg(CAST(a.attname AS TEXT), ', ' ORDER BY k.place),
       CAST(CAST(x.indisunique AS INT) AS BIGINT),
       CAST((SELECT count(*) FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype = 'u') AS BIGINT)
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
     WHERE NOT x.indisprimary AND CAST(t.relname AS TEXT) = $1
     GROUP BY i.relname, x.indisunique, x.indexrelid ORDER BY CAST(i.relname AS TEXT) COLLATE \"C\"";
