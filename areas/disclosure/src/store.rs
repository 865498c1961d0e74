//! Reads of this area's rows.

use std::collections::BTreeMap;

use store::{Db, Error};
use words::{CaseId, Day};

use crate::decide::Disclosure;

/// The schema of this area.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "disclosure/0001_disclosure",
        sql: include_str!("../migrations/0001_disclosure.sql"),
    }]
}

/// The disclosure of a case, if anything was recorded.
///
/// # Errors
/// If the store fails.
pub async fn disclosure(db: &Db, case: &CaseId) -> Result<Option<Disclosure>, Error> {
    let row = db
        .one(
            "SELECT state FROM disclosure_disclosure WHERE id = $1",
            vec![case.into()],
        )
        .await?;
    row.map(|r| r.json(0)).transpose()
}

/// Answers of the case's confirmatory tests: finding → confirmed.
///
/// # Errors
/// If the store fails.
pub async fn confirmations(db: &Db, case: &CaseId) -> Result<BTreeMap<String, bool>, Error> {
    Ok(disclosure(db, case)
        .await?
        .map(|d| d.confirmations())
        .unwrap_or_default())
}

/// Cases whose follow-up is due on or before a day, with the day.
///
/// # Errors
/// If the store fails.
pub async fn due(db: &Db, until: Day) -> Result<Vec<(CaseId, String)>, Error> {
    let sql = "SELECT id, follow_up_due FROM disclosure_disclosure WHERE follow_up_due <= $1 ORDER BY follow_up_due, id";
    let rows = db.all(sql, vec![until.to_string().into()]).await?;
    rows.iter().map(|r| Ok((r.id(0)?, r.text(1)?))).collect()
}
