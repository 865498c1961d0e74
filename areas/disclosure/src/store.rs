//! Reads of this area's rows.

use std::collections::BTreeMap;

use blob::KeyId;
use store::{Db, Error, Write};
use words::{AccountId, At, CaseId, Day, Digest};

use crate::{
    decide::{Disclosure, Thread},
    words::LineKind,
};

/// The schema of this area.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "disclosure/0001_disclosure",
            sql: include_str!("../migrations/0001_disclosure.sql"),
        },
        store::Migration {
            name: "disclosure/0002_talks",
            sql: include_str!("../migrations/0002_talks.sql"),
        },
    ]
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

/// The thread of a case, without its words.
///
/// # Errors
/// If the store fails.
pub async fn thread(db: &Db, case: &CaseId) -> Result<Option<Thread>, Error> {
    let sql = "SELECT state FROM disclosure_thread WHERE id = $1";
    let row = db.one(sql, vec![case.into()]).await?;
    row.map(|r| r.json(0)).transpose()
}

/// Cases with a question that nobody answered yet, the longest waiting first, with the time it was asked.
///
/// # Errors
/// If the store fails.
pub async fn unanswered(db: &Db) -> Result<Vec<(CaseId, At)>, Error> {
    let sql = "SELECT id, waiting_since FROM disclosure_thread WHERE waiting_since IS NOT NULL ORDER BY waiting_since, id";
    let rows = db.all(sql, vec![]).await?;
    rows.iter()
        .map(|r| Ok((r.id(0)?, At::from_micros(r.int(1)?))))
        .collect()
}

/// The sealed words of a thread.
pub(crate) fn thread_objects(thread: &Thread) -> Vec<(KeyId, Digest)> {
    let key = || KeyId::case(&thread.case);
    let lines = thread.lines.iter();
    lines.map(|l| (key(), l.line.text.clone())).collect()
}

/// The sealed summary and letters of a disclosure.
pub(crate) fn disclosure_objects(told: &Disclosure) -> Vec<(KeyId, Digest)> {
    let letters = told.letters.iter().map(|l| &l.letter);
    let all = letters.chain(&told.talk.summary);
    all.map(|d| (KeyId::case(&told.case), d.clone())).collect()
}

/// A visit that ended this long ago is an earlier one, microseconds.
const VISIT: i64 = 3_600_000_000;

/// Marks that an account looks at a case now; answers since when to tell what is new: the end of the visit before this one.
///
/// # Errors
/// If the store fails.
pub async fn visit(
    db: &Db,
    account: &AccountId,
    case: &CaseId,
    now: At,
) -> Result<Option<At>, Error> {
    let sql = "SELECT since, seen FROM disclosure_visit WHERE account = $1 AND case_id = $2";
    let row = db.one(sql, vec![account.into(), case.into()]).await?;
    let before = row
        .map(|r| Ok::<_, Error>((r.int(0)?, r.int(1)?)))
        .transpose()?;
    let since = match before {
        Some((since, seen)) if now.micros() - seen < VISIT => since,
        Some((_, seen)) => seen,
        None => 0,
    };
    let sql = "INSERT INTO disclosure_visit (account, case_id, since, seen) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account, case_id) DO UPDATE SET since = excluded.since, seen = excluded.seen";
    let args = vec![account.into(), case.into(), since.into(), now.into()];
    db.run(Write::new(sql, args)).await?;
    Ok((since > 0).then(|| At::from_micros(since)))
}

/// When an account looked at a case last; nothing is marked.
///
/// # Errors
/// If the store fails.
pub async fn visited(db: &Db, account: &AccountId, case: &CaseId) -> Result<Option<At>, Error> {
    let sql = "SELECT seen FROM disclosure_visit WHERE account = $1 AND case_id = $2";
    let row = db.one(sql, vec![account.into(), case.into()]).await?;
    row.map(|r| Ok(At::from_micros(r.int(0)?))).transpose()
}

/// When the team answered questions in a case.
///
/// # Errors
/// If the store fails.
pub async fn answered(db: &Db, case: &CaseId) -> Result<Vec<At>, Error> {
    let lines = thread(db, case).await?.map(|t| t.lines).unwrap_or_default();
    let answers = lines.iter().filter(|l| l.kind == LineKind::Answer);
    Ok(answers.map(|l| l.line.at).collect())
}
