//! Many rows in few statements.

use crate::{Engine, Error, Tx, Value};

/// Rows of one `INSERT … VALUES`, as its SQL says it around them.
#[derive(Debug, Clone)]
pub struct Insert {
    /// Everything before `VALUES`.
    pub head: String,
    /// Everything after the rows.
    pub tail: String,
    /// Values of one row.
    pub width: usize,
}

impl Tx {
    /// Inserts many rows with few statements. Returns the rows touched.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn insert(&mut self, what: &Insert, mut values: Vec<Value>) -> Result<u64, Error> {
        let mut touched = 0;
        while !values.is_empty() {
            let rows = together(values.len() / what.width.max(1));
            let later = values.split_off(rows * what.width);
            let marks = marks(self.engine, rows, what.width);
            let sql = format!("{} VALUES {marks}{}", what.head, what.tail);
            touched += self.run_made(sql, values).await?;
            values = later;
        }
        Ok(touched)
    }
}

/// How many of so many rows go into one statement: sixteens first, then the rest, so that the statements that are kept
/// prepared stay few. 256 rows of 16 values are far below what either engine binds at most.
fn together(rows: usize) -> usize {
    match rows {
        0..16 => rows.max(1),
        _ => rows.min(256) / 16 * 16,
    }
}

/// `($1, $2), ($3, $4)`; SQLite looks named marks up one by one, so there they stay nameless: `(?, ?), (?, ?)`.
fn marks(engine: Engine, rows: usize, width: usize) -> String {
    let mut out = String::with_capacity(rows * width * 6);
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=width {
            if column > 1 {
                out.push_str(", ");
            }
            match engine {
                Engine::Sqlite => out.push('?'),
                Engine::Postgres => {
                    out.push('$');
                    out.push_str(&(row * width + column).to_string());
                }
            }
        }
        out.push(')');
    }
    out
}
