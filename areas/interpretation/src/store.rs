//! The schema of the area and its reads.

use blob::KeyId;
use store::{Db, Error, Value, Write};
use words::{At, CaseId, Digest};

use crate::decide::judging::Judged;
use crate::{decide::State, facts::key, words::Stage};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "interpretation/0001_interpretation",
            sql: include_str!("../migrations/0001_interpretation.sql"),
        },
        store::Migration {
            name: "interpretation/0002_judgement",
            sql: include_str!("../migrations/0002_judgement.sql"),
        },
    ]
}

/// The sealed findings and reads, and the sealed reasons of the judgements of before.
pub(crate) fn objects(state: &State) -> Vec<(KeyId, Digest)> {
    let case = KeyId::case(&state.case);
    let findings = state.outcome.iter().map(|o| (key(state), o.digest.clone()));
    let reasons = state.judged.values().filter_map(|j| j.reason.clone());
    let genome = state.reads.iter().map(|k| (key(state), k.genome.clone()));
    let reads = state.reads.iter().flat_map(|k| &k.samples);
    findings
        .chain(reasons.map(|reason| (case.clone(), reason)))
        .chain(genome)
        .chain(reads.map(|s| (KeyId::member(&state.case, &s.person), s.digest.clone())))
        .collect()
}

/// What was sealed with a verdict.
pub(crate) fn sealed(state: &Judged) -> Vec<(KeyId, Digest)> {
    let case = KeyId::case(&state.case);
    let of = |digest: &Digest| (case.clone(), digest.clone());
    state.sealed.iter().map(of).collect()
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

/// The verdicts of a case with their ids.
pub(crate) async fn judged(db: &Db, case: &CaseId) -> Result<Vec<(String, Judged)>, Error> {
    let sql = "SELECT id, state FROM judgement WHERE case_id = $1 ORDER BY id";
    let rows = db.all(sql, vec![case.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.json(1)?)))
        .collect()
}

/// The row of a finding, to ride along when it becomes ready.
pub(crate) fn row(
    interpretation: &str,
    finding: &str,
    case: &CaseId,
    since: At,
    print: Option<&Digest>,
) -> Write {
    let sql = "INSERT INTO interpretation_finding (interpretation, finding, case_id, since, print) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let print: Value = print.map(|p| p.as_str().to_owned()).into();
    let args = vec![
        interpretation.into(),
        finding.into(),
        case.into(),
        since.into(),
        print,
    ];
    Write::new(sql, args)
}

/// Removes the rows of an interpretation that may not be used any more.
pub(crate) fn gone(interpretation: &str) -> Write {
    let sql = "DELETE FROM interpretation_finding WHERE interpretation = $1";
    Write::new(sql, vec![interpretation.into()])
}

/// The same variant in another case.
pub(crate) struct Same {
    pub interpretation: String,
    pub finding: String,
    pub case: CaseId,
    pub judged: Option<Judged>,
}

/// Where the same variant was found in other cases that can be read, the newest first.
pub(crate) async fn same(
    db: &Db,
    interpretation: &str,
    finding: &str,
    case: &CaseId,
) -> Result<Vec<Same>, Error> {
    let sql = "SELECT other.interpretation, other.finding, other.case_id, j.state FROM interpretation_finding own \
        JOIN interpretation_finding other ON other.print = own.print \
        JOIN interpretation i ON i.id = other.interpretation AND i.status = 'ready' \
        LEFT JOIN judgement j ON j.id = other.interpretation || '.' || other.finding \
        WHERE own.interpretation = $1 AND own.finding = $2 AND other.case_id <> $3 \
        ORDER BY other.since DESC, other.interpretation LIMIT 50";
    let args = vec![interpretation.into(), finding.into(), case.into()];
    let rows = db.all(sql, args).await?;
    let one = |row: &store::Row| {
        Ok(Same {
            interpretation: row.text(0)?,
            finding: row.text(1)?,
            case: row.id(2)?,
            judged: judged_in(row, 3)?,
        })
    };
    rows.iter().map(one).collect()
}

/// The state of a verdict, where there is one.
fn judged_in(row: &store::Row, at: usize) -> Result<Option<Judged>, Error> {
    let state = row.maybe_text(at)?.map(|s| serde_json::from_str(&s));
    state.transpose().map_err(|e| Error::decode("judgement", e))
}

/// A finding that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub interpretation: String,
    pub finding: String,
    pub case: CaseId,
    pub since: At,
    pub state: Option<Judged>,
}

/// Findings at a stage, those that wait longest first. Who nobody has read waits since it was found.
pub(crate) async fn waiting(db: &Db, stage: Stage, limit: i64) -> Result<Vec<Row>, Error> {
    let open = "SELECT f.interpretation, f.finding, f.case_id, COALESCE(j.since, f.since), j.state \
        FROM interpretation_finding f \
        LEFT JOIN judgement j ON j.id = f.interpretation || '.' || f.finding \
        WHERE j.stage IS NULL OR j.stage = $1 ORDER BY 4, 1, 2 LIMIT $2";
    let begun = "SELECT interpretation, finding, case_id, since, state FROM judgement \
        WHERE stage = $1 ORDER BY 4, 1, 2 LIMIT $2";
    let sql = if stage == Stage::Open { open } else { begun };
    let rows = db.all(sql, vec![stage.word().into(), limit.into()]).await?;
    let one = |row: &store::Row| {
        Ok(Row {
            interpretation: row.text(0)?,
            finding: row.text(1)?,
            case: row.id(2)?,
            since: At::from_micros(row.int(3)?),
            state: judged_in(row, 4)?,
        })
    };
    rows.iter().map(one).collect()
}
