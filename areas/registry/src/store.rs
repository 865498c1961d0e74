//! The schema, and the rows that are not aggregates: sealed identities and who is a member of what.

mod death;
mod identity;
mod name_part;
mod namesake;
mod opening;
mod proof;

use store::Write;
use words::{CaseId, PersonId};

pub(crate) use death::{clear as clear_death, day as day_of_death, seal as seal_death};
pub use identity::Identity;
pub(crate) use identity::{digest as identity_digest, erase, identity, lookup, person_of, write};
pub(crate) use name_part::{keep, named};
pub(crate) use namesake::{row as namesake, same as namesakes};
pub(crate) use opening::{opening, openings, said, seal_said};
pub(crate) use proof::prove;

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "registry/0001_registry",
            sql: include_str!("../migrations/0001_registry.sql"),
        },
        store::Migration {
            name: "registry/0002_namesake",
            sql: include_str!("../migrations/0002_namesake.sql"),
        },
        store::Migration {
            name: "registry/0003_opening",
            sql: include_str!("../migrations/0003_opening.sql"),
        },
        store::Migration {
            name: "registry/0004_name_part",
            sql: include_str!("../migrations/0004_name_part.sql"),
        },
        store::Migration {
            name: "registry/0005_death",
            sql: include_str!("../migrations/0005_death.sql"),
        },
    ]
}

/// The row that finds the cases of a person.
pub(crate) fn member(case: &CaseId, person: &PersonId) -> Write {
    let sql =
        "INSERT INTO registry_member (case_id, person) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Write::new(sql, vec![case.into(), person.into()])
}
