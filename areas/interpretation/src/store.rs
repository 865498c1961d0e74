//! The schema of the area and its reads.

use blob::KeyId;
use store::{Db, Error};
use words::{CaseId, Digest};

use crate::{decide::State, facts::key};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "interpretation/0001_interpretation",
        sql: include_str!("../migrations/0001_interpretation.sql"),
    }]
}

/// The sealed findings, and the sealed reasons of the judgements that stand.
pub(crate) fn objects(state: &State) -> Vec<(KeyId, Digest)> {
    let findings = state.outcome.iter().map(|o| (key(state), o.digest.clone()));
    let reasons = state.judged.values().filter_map(|j| j.reason.clone());
    let case = KeyId::case(&state.case);
    findings
        .chain(reasons.map(|reason| (case.clone(), reason)))
        .collect()
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
