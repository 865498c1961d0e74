//! The schema of the area. Rows are written by the ledger only.

use ::store::{Db, Error};
use ::words::{CaseId, Digest};
use blob::KeyId;

use crate::{decide::State, facts::key};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<::store::Migration> {
    vec![::store::Migration {
        name: "analysis/0001_run",
        sql: include_str!("../migrations/0001_run.sql"),
    }]
}

/// The sealed files of a run.
pub(crate) fn objects(run: &State) -> Vec<(KeyId, Digest)> {
    let outputs = run.results.iter().flat_map(|r| &r.outputs);
    outputs
        .map(|o| (key(&run.case, &o.owner), o.blob.clone()))
        .collect()
}

/// The runs of a case: those that ended without a result that counts first, the one that stands last.
pub(crate) async fn runs(db: &Db, case: &CaseId) -> Result<Vec<State>, Error> {
    let sql = "SELECT state FROM analysis_run WHERE case_id = $1 ORDER BY id";
    let rows = db.all(sql, vec![case.into()]).await?;
    let runs: Result<Vec<State>, Error> = rows.iter().map(|row| row.json(0)).collect();
    let mut runs = runs?;
    runs.sort_by_key(|run| run.status.stands());
    Ok(runs)
}

/// Every run in a status.
pub(crate) async fn in_status(db: &Db, status: &str) -> Result<Vec<State>, Error> {
    let sql = "SELECT state FROM analysis_run WHERE status = $1 ORDER BY id";
    let rows = db.all(sql, vec![status.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}
