//! The schema of the area. Rows are written by the ledger only.

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "specimen/0001_tube",
        sql: include_str!("../migrations/0001_tube.sql"),
    }]
}
