//! Reads where cases stand.

use ::store::{Db, Error, Row as Stored, Value};
use ::words::{At, CaseId, SiteId};

use super::{catch_up::NEVER, marks};
use crate::words::Progress;

/// A case in the list.
pub(crate) struct Row {
    /// Its number.
    pub case: String,
    /// The hospital.
    pub site: String,
    /// `cancer` or `rare`.
    pub kind: String,
    /// Withdrawn or dead.
    pub ended: bool,
    /// When it took its state.
    pub since: At,
    /// When something happened last.
    pub last: At,
    /// The earliest promise that is open.
    pub due: Option<At>,
    /// How far it has come.
    pub progress: Progress,
}

/// Where a page of the list ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Of the last case: ended, last event, number.
    pub ended: i64,
    pub last: i64,
    pub case: String,
}

/// Which cases are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// At these sites; absent means all.
    pub sites: Option<Vec<SiteId>>,
    pub kind: Option<String>,
    pub state: Option<String>,
    /// With a promise that has passed by then.
    pub late: Option<At>,
    /// With a task of this kind that waits by then.
    pub task: Option<(String, At)>,
}

impl Wanted {
    fn clauses(&self, args: &mut Vec<Value>) -> Vec<String> {
        let mut all = Vec::new();
        if let Some(sites) = &self.sites {
            all.push(format!("site IN ({})", marks(args.len() + 1, sites.len())));
            args.extend(sites.iter().map(Value::from));
        }
        for (column, value) in [("kind", &self.kind), ("state", &self.state)] {
            if let Some(value) = value {
                args.push(value.as_str().into());
                all.push(format!("{column} = ${}", args.len()));
            }
        }
        if let Some((kind, now)) = &self.task {
            args.extend([kind.as_str().into(), (*now).into()]);
            let (kind, now) = (args.len() - 1, args.len());
            let late = self
                .late
                .map_or(String::new(), |_| format!(" AND due < ${now}"));
            all.push(format!(
                "case_id IN (SELECT case_id FROM oversight_task WHERE done_at = 0 AND kind = ${kind} AND since <= ${now}{late})"
            ));
        } else if let Some(now) = self.late {
            args.push(now.into());
            all.push(format!("due < ${}", args.len()));
        }
        all
    }
}

const COLUMNS: &str = "case_id, site, kind, ended, since, last_at, due, progress";

/// The next cases after a place: open ones first, longest untouched first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn list(
    db: &Db,
    wanted: &Wanted,
    after: Option<&Place>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let mut args = Vec::new();
    let mut clauses = wanted.clauses(&mut args);
    if let Some(place) = after {
        let n = args.len();
        clauses.push(format!(
            "(ended, last_at, case_id) > (${}, ${}, ${})",
            n + 1,
            n + 2,
            n + 3
        ));
        args.extend([
            place.ended.into(),
            place.last.into(),
            place.case.as_str().into(),
        ]);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_standing {} ORDER BY ended, last_at, case_id LIMIT {limit}",
        when(&clauses)
    );
    db.all_made(sql, args).await?.iter().map(row).collect()
}

/// How far a case has come, as of the copy.
///
/// # Errors
/// If the store fails.
pub(crate) async fn progress(db: &Db, case: &CaseId) -> Result<Option<Progress>, Error> {
    let sql = "SELECT progress FROM oversight_standing WHERE case_id = $1";
    let row = db.one(sql, vec![case.into()]).await?;
    row.map(|r| r.json(0)).transpose()
}

/// How many there are in all.
///
/// # Errors
/// If the store fails.
pub(crate) async fn total(db: &Db, wanted: &Wanted) -> Result<i64, Error> {
    let mut args = Vec::new();
    let clauses = wanted.clauses(&mut args);
    let sql = format!("SELECT COUNT(*) FROM oversight_standing {}", when(&clauses));
    db.one_made(sql, args).await?.map_or(Ok(0), |r| r.int(0))
}

/// Cases whose number (digits and hyphens) begins so.
///
/// # Errors
/// If the store fails.
pub(crate) async fn by_number(db: &Db, beginning: &str, limit: i64) -> Result<Vec<Row>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_standing WHERE case_id >= $1 AND case_id < $2 ORDER BY case_id LIMIT {limit}"
    );
    let args = vec![beginning.into(), format!("{beginning}z").into()];
    db.all_made(sql, args).await?.iter().map(row).collect()
}

/// How many cases stand at a state.
pub(crate) struct Count {
    /// The state word.
    pub state: String,
    /// How many.
    pub cases: i64,
    /// Since when the first of them.
    pub oldest: At,
    /// How many of them have a promise that has passed.
    pub late: i64,
}

/// Counts by state.
///
/// # Errors
/// If the store fails.
pub(crate) async fn counts(
    db: &Db,
    sites: Option<&[SiteId]>,
    now: At,
) -> Result<Vec<Count>, Error> {
    let wanted = Wanted {
        sites: sites.map(<[_]>::to_vec),
        ..Wanted::default()
    };
    let mut args = vec![now.into()];
    let clauses = wanted.clauses(&mut args);
    let sql = format!(
        "SELECT state, COUNT(*), MIN(since), SUM(CASE WHEN due < $1 THEN 1 ELSE 0 END) FROM oversight_standing {} GROUP BY state",
        when(&clauses)
    );
    let rows = db.all_made(sql, args).await?;
    let count = |r: &Stored| {
        Ok(Count {
            state: r.text(0)?,
            cases: r.int(1)?,
            oldest: At::from_micros(r.int(2)?),
            late: r.int(3)?,
        })
    };
    rows.iter().map(count).collect()
}

/// The hospitals that have cases.
///
/// # Errors
/// If the store fails.
pub(crate) async fn sites(db: &Db) -> Result<Vec<SiteId>, Error> {
    let sql = "SELECT DISTINCT site FROM oversight_standing WHERE site <> '' ORDER BY site";
    db.all(sql, vec![]).await?.iter().map(|r| r.id(0)).collect()
}

fn when(clauses: &[String]) -> String {
    if clauses.is_empty() {
        return String::new();
    }
    format!("WHERE {}", clauses.join(" AND "))
}

fn row(row: &Stored) -> Result<Row, Error> {
    let due = row.int(6)?;
    Ok(Row {
        case: row.text(0)?,
        site: row.text(1)?,
        kind: row.text(2)?,
        ended: row.int(3)? == 1,
        since: At::from_micros(row.int(4)?),
        last: At::from_micros(row.int(5)?),
        due: (due != NEVER).then(|| At::from_micros(due)),
        progress: row.json(7)?,
    })
}
