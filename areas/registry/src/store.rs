//! The schema, and the rows that are not aggregates: sealed identities and who is a member of what.

mod identity;

use store::Write;
use words::{CaseId, PersonId};

pub use identity::Identity;
pub(crate) use identity::{identity, lookup, person_of, write};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "registry/0001_registry",
        sql: include_str!("../migrations/0001_registry.sql"),
    }]
}

/// The row that finds the cases of a person.
pub(crate) fn member(case: &CaseId, person: &PersonId) -> Write {
    let sql =
        "INSERT INTO registry_member (case_id, person) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Write::new(sql, vec![case.into(), person.into()])
}
