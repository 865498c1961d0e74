//! Reads what waits for whom.

use ::store::{Db, Error, Row, Value};
use ::words::{AccountId, At, CaseId, SiteId};

use super::marks;
use crate::{
    rules::tasks::{Kind, Place, kind, kinds_of},
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
    /// Whether the patient of the case died.
    pub deceased: bool,
}

/// Whose inbox it is: per site (empty for the centre) the kinds of task that are the reader's, and the reader.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mine {
    /// Site and kinds.
    pub kinds: Vec<(String, Vec<&'static str>)>,
    /// The account.
    pub account: String,
}

impl Mine {
    /// Of an account with its roles: a role at a site does not do the centre's tasks, and the centre none of a site's.
    pub fn of(
        account: &AccountId,
        roles: impl IntoIterator<Item = (String, Option<SiteId>)>,
    ) -> Self {
        let mut kinds: Vec<(String, Vec<&'static str>)> = Vec::new();
        for (role, site) in roles {
            let site = site.map_or_else(String::new, |s| s.to_string());
            let fits = |k: &&'static Kind| site.is_empty() == (k.place == Place::Centre);
            let own: Vec<_> = kinds_of(&role).filter(fits).map(|k| k.id).collect();
            match kinds.iter_mut().find(|(s, _)| *s == site) {
                Some((_, all)) => all.extend(own),
                None => kinds.push((site, own)),
            }
        }
        for (_, all) in &mut kinds {
            all.sort_unstable();
            all.dedup();
        }
        let account = account.to_string();
        Self { kinds, account }
    }

    /// Which rows are the reader's; `None` if none can be.
    fn clause(&self, args: &mut Vec<Value>) -> Option<String> {
        let mut wanted = Vec::new();
        for (site, kinds) in self.kinds.iter().filter(|(_, kinds)| !kinds.is_empty()) {
            args.push(site.as_str().into());
            let at = args.len();
            wanted.push(format!(
                "(site = ${at} AND kind IN ({}))",
                marks(at + 1, kinds.len())
            ));
            args.extend(kinds.iter().map(|k| Value::from(*k)));
        }
        (!wanted.is_empty()).then(|| wanted.join(" OR "))
    }
}

/// How many tasks of an inbox came up after an instant.
///
/// # Errors
/// If the store fails.
pub(crate) async fn new_since(db: &Db, mine: &Mine, now: At, since: At) -> Result<i64, Error> {
    let mut args: Vec<Value> = vec![mine.account.as_str().into(), now.into(), since.into()];
    let Some(wanted) = mine.clause(&mut args) else {
        return Ok(0);
    };
    let sql = format!(
        "SELECT COUNT(*) FROM oversight_task WHERE done_at = 0 AND ({wanted}) AND {FOR_ME} AND since <= $2 AND since > $3"
    );
    let row = db.one_made(sql, args).await?;
    row.map_or(Ok(0), |r| r.int(0))
}

/// For anybody of the role, for the reader ($1), or for anybody but another.
const FOR_ME: &str =
    "(account = '' OR account = $1 OR (account LIKE '!%' AND account <> '!' || $1))";

const COLUMNS: &str = "id, case_id, kind, key, site, account, since, due, done_at,
    (SELECT s.state FROM oversight_standing s WHERE s.case_id = oversight_task.case_id)";

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
    let Some(wanted) = mine.clause(&mut args) else {
        return Ok(Vec::new());
    };
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
        "SELECT {COLUMNS} FROM oversight_task WHERE done_at = 0 AND ({wanted}) AND {FOR_ME} AND since <= $2{further}
         ORDER BY due, id LIMIT {limit}"
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
        deceased: row.maybe_text(9)?.is_some_and(|state| state == "deceased"),
    }))
}
