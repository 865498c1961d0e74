//! The derived copy: where each case stands and what waits for whom. A cache, never a fact: nothing is decided on it, and it
//! can be made again from the ledger at any time.

mod board;
mod catch_up;
mod files;
mod genes;
mod mail;
mod standing;
mod tasks;
mod turns;

pub(crate) use board::{Cell, Filter as BoardFilter, cells};
pub(crate) use catch_up::{ALL, catch_up};
pub(crate) use files::with_digest;
pub(crate) use genes::{Found, keep as keep_genes, with_gene};
pub(crate) use mail::{
    Mail, due as due_mails, last as last_mail, make as make_mail, seen, set as set_mail,
    take as take_mail, troubled, troubles, visit,
};
pub(crate) use standing::{
    Count, Place, Row, Wanted, by_number, counts, list, progress, sites, total,
};
pub(crate) use tasks::{Mine, Waiting, done_today, new_since, of_case, of_others, waiting};
pub(crate) use turns::{hospitals, turns};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "oversight/0001_standing",
            sql: include_str!("../migrations/0001_standing.sql"),
        },
        store::Migration {
            name: "oversight/0002_mail",
            sql: include_str!("../migrations/0002_mail.sql"),
        },
        store::Migration {
            name: "oversight/0003_gene",
            sql: include_str!("../migrations/0003_gene.sql"),
        },
    ]
}

/// `$from, $from+1, …` for a list of values.
fn marks(from: usize, count: usize) -> String {
    let all: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    all.join(", ")
}
