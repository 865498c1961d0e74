//! The schema of the area and its reads.

use store::{Db, Error};
use words::CaseId;

use crate::decide::State;

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "interpretation/0001_interpretation",
        sql: include_str!("../migrations/0001_interpretation.sql"),
    }]
}

/// The interpretations of a case with their ids.
pub(crate) async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<(String, State)>, Error> {
    let rows = db
        .all(
            "SELECT id, state FROM interpretation WHERE case_id = $1 ORDER BY id",
            vec![case.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.json(1)?)))
        .collect()
}
