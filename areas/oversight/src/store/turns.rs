//! What the rules of unusual use need of the copy: the hospitals of cases, and when a role had something to do in a case.

use std::collections::BTreeMap;

use ::store::{Db, Error, Value};
use ::words::At;

use super::marks;
use crate::rules::{
    tasks::kinds_of,
    unusual::{BY_TASK, Turn},
};

/// The hospital of every case.
///
/// # Errors
/// If the store fails.
pub(crate) async fn hospitals(db: &Db) -> Result<BTreeMap<String, String>, Error> {
    let rows = db
        .all("SELECT case_id, site FROM oversight_standing", vec![])
        .await?;
    rows.iter().map(|r| Ok((r.text(0)?, r.text(1)?))).collect()
}

/// The tasks of the roles that work by tasks, by role and case.
///
/// # Errors
/// If the store fails.
pub(crate) async fn turns(db: &Db) -> Result<BTreeMap<(String, String), Vec<Turn>>, Error> {
    let mut all: BTreeMap<_, Vec<Turn>> = BTreeMap::new();
    for role in BY_TASK {
        let kinds: Vec<Value> = kinds_of(role).map(|k| Value::from(k.id)).collect();
        let sql = format!(
            "SELECT case_id, since, done_at FROM oversight_task WHERE kind IN ({})",
            marks(1, kinds.len())
        );
        for row in db.all_made(sql, kinds).await? {
            let done = row.int(2)?;
            let turn = Turn {
                since: At::from_micros(row.int(1)?),
                until: (done > 0).then(|| At::from_micros(done)),
            };
            let key = (role.to_owned(), row.text(0)?);
            all.entry(key).or_default().push(turn);
        }
    }
    Ok(all)
}
