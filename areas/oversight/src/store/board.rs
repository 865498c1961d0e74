//! The board: what waits at each step of each strand, as the strands run side by side.

use ::store::{Db, Error, Value};
use ::words::At;

/// Which cases are counted; absent means all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// At this hospital.
    pub site: Option<String>,
    /// `cancer` or `rare`.
    pub kind: Option<String>,
}

/// One step: how many cases wait there, and how their promises stand.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// The kind of task.
    pub kind: String,
    /// Cases.
    pub cases: i64,
    /// Of them with a promise that has passed.
    pub late: i64,
    /// Of them with a promise that passes within a week.
    pub soon: i64,
    /// Since when the first of them waits.
    pub oldest: At,
}

/// The steps at which something waits.
///
/// # Errors
/// If the store fails.
pub(crate) async fn cells(db: &Db, filter: &Filter, now: At) -> Result<Vec<Cell>, Error> {
    let mut args: Vec<Value> = vec![now.into(), now.plus_days(7).into()];
    let mut clauses = String::new();
    for (column, value) in [("s.site", &filter.site), ("s.kind", &filter.kind)] {
        if let Some(value) = value {
            args.push(value.as_str().into());
            clauses.push_str(&format!(" AND {column} = ${}", args.len()));
        }
    }
    let sql = format!(
        "SELECT t.kind, COUNT(DISTINCT t.case_id),
                COUNT(DISTINCT CASE WHEN t.due < $1 THEN t.case_id END),
                COUNT(DISTINCT CASE WHEN t.due >= $1 AND t.due < $2 THEN t.case_id END),
                MIN(t.since)
         FROM oversight_task t JOIN oversight_standing s ON s.case_id = t.case_id
         WHERE t.done_at = 0 AND t.since <= $1{clauses} GROUP BY t.kind"
    );
    let rows = db.all_made(sql, args).await?;
    rows.iter()
        .map(|r| {
            Ok(Cell {
                kind: r.text(0)?,
                cases: r.int(1)?,
                late: r.int(2)?,
                soon: r.int(3)?,
                oldest: At::from_micros(r.int(4)?),
            })
        })
        .collect()
}
