//! The schema of the area and its reads.

use store::{Db, Error};

use crate::decide::State;

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "knowledge/0001_knowledge",
        sql: include_str!("../migrations/0001_knowledge.sql"),
    }]
}

/// Every release, by source and id.
pub(crate) async fn all(db: &Db) -> Result<Vec<State>, Error> {
    let rows = db
        .all(
            "SELECT state FROM knowledge_release ORDER BY source, id",
            vec![],
        )
        .await?;
    rows.iter().map(|row| row.json(0)).collect()
}
