//! Reads what waits for whom.

use ::store::{Db, Error, Row, Value};
use ::words::{At, CaseId};

use super::marks;
use crate::{
    rules::tasks::{Kind, kind},
    words::Task,
};

/// A task of a case, as it stands.
pub(crate) struct Waiting {
    /// Its id, unique.
    pub id: String,
    /// The case.
    pub case: String,
    /// Its rule.
    pub kind: &'static Kind,
    /// The task.
    pub task: Task,
    /// When it was done.
    pub done_at: Option<At>,
}

/// Whose inbox it is: per site (empty for the centre) the kinds of task that are the reader's, and the reader.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mine {
    /// Site and kinds.
    pub kinds: Vec<(String, Vec<&'static str>)>,
    /// The account.
    pub account: String,
}

const COLUMNS: &str = "id, case_id, kind, key, site, account, since, due, done_at";

/// The next tasks of an inbox after a place (promise and id), oldest promise first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn waiting(
    db: &Db,
    mine: &Mine,
    now: At,
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<Waiting>, Error> {
    let mut args: Vec<Value> = vec![mine.account.as_str().into(), now.into()];
    let mut wanted = Vec::new();
    for (site, kinds) in mine.kinds.iter().filter(|(_, kinds)| !kinds.is_empty()) {
        args.push(site.as_str().into());
        let at = args.len();
        wanted.push(format!(
            "(site = ${at} AND kind IN ({}))",
            marks(at + 1, kinds.len())
        ));
        args.extend(kinds.iter().map(|k| Value::from(*k)));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut further = String::new();
    if let Some((due, id)) = after {
        further = format!(
            " AND (due, id) > (${}, ${})",
            args.len() + 1,
            args.len() + 2
        );
        args.extend([due.into(), id.into()]);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_task WHERE done_at = 0 AND ({}) AND (account = '' OR account = $1) AND since <= $2{further}
         ORDER BY due, id LIMIT {limit}",
        wanted.join(" OR ")
    );
    rows(&db.all_made(sql, args).await?)
}

/// What waits for others on the cases of a hospital (of all if none is given), oldest promise first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn of_others(
    db: &Db,
    owner: Option<&str>,
    mine: &Mine,
    now: At,
    limit: i64,
) -> Result<Vec<Waiting>, Error> {
    let own: Vec<&str> = mine
        .kinds
        .iter()
        .flat_map(|(_, kinds)| kinds.iter().copied())
        .collect();
    let mut args: Vec<Value> = vec![now.into()];
    let mut clauses = vec!["done_at = 0".to_owned(), "since <= $1".to_owned()];
    if let Some(owner) = owner {
        args.push(owner.into());
        clauses.push(format!("owner = ${}", args.len()));
    }
    if !own.is_empty() {
        clauses.push(format!(
            "kind NOT IN ({})",
            marks(args.len() + 1, own.len())
        ));
        args.extend(own.iter().map(|k| Value::from(*k)));
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_task WHERE {} ORDER BY due, id LIMIT {limit}",
        clauses.join(" AND ")
    );
    rows(&db.all_made(sql, args).await?)
}

/// What an account finished since an instant, latest first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn done_today(
    db: &Db,
    account: &str,
    since: At,
    limit: i64,
) -> Result<Vec<Waiting>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_task WHERE done_by = $1 AND done_at >= $2 ORDER BY done_at DESC, id LIMIT {limit}"
    );
    rows(&db.all_made(sql, vec![account.into(), since.into()]).await?)
}

/// What waits in a case, oldest promise first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn of_case(db: &Db, case: &CaseId, now: At) -> Result<Vec<Waiting>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_task WHERE case_id = $1 AND done_at = 0 AND since <= $2 ORDER BY due, id"
    );
    rows(&db.all_made(sql, vec![case.into(), now.into()]).await?)
}

/// Rows whose rule is gone are left out: the copy is made again before anybody could miss them.
fn rows(rows: &[Row]) -> Result<Vec<Waiting>, Error> {
    let all = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

fn row(row: &Row) -> Result<Option<Waiting>, Error> {
    let Some(kind) = kind(&row.text(2)?) else {
        return Ok(None);
    };
    let done = row.int(8)?;
    Ok(Some(Waiting {
        id: row.text(0)?,
        case: row.text(1)?,
        kind,
        task: Task {
            kind: kind.id.to_owned(),
            key: row.text(3)?,
            site: row.text(4)?,
            account: row.text(5)?,
            since: At::from_micros(row.int(6)?),
            due: At::from_micros(row.int(7)?),
        },
        done_at: (done > 0).then(|| At::from_micros(done)),
    }))
}
