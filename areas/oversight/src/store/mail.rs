//! Mails on their way: whose, why, how often tried. No address and no word of a mail is here.

use ::store::{Db, Error, Row, Write};
use ::words::{AccountId, At, Digest};

use crate::words::mail::Why;

/// A mail.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// Its id: also the left half of its Message-ID, the same at every try.
    pub id: String,
    /// For whom.
    pub account: AccountId,
    /// Why.
    pub why: Why,
    /// What is new is new since then.
    pub since: At,
    /// When it was made: the date it carries.
    pub made: At,
    /// Tries so far.
    pub tries: i64,
    /// How it stands: `waiting`, `sent`, `refused` or `dropped`.
    pub state: String,
    /// Why the last try failed; empty if none did.
    pub reason: String,
}

const COLUMNS: &str = "id, account, why, since, made, tries, state, reason";

/// The last mail of a kind for an account.
///
/// # Errors
/// If the store fails.
pub(crate) async fn last(db: &Db, account: &AccountId, why: Why) -> Result<Option<Mail>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_mail WHERE account = $1 AND why = $2 ORDER BY made DESC, id LIMIT 1"
    );
    let rows = db
        .all_made(sql, vec![account.into(), why.word().into()])
        .await?;
    rows.first().map(mail).transpose()
}

/// Makes the next mail of an account, after the one before. Two processes that make it at once make one: the id is that of
/// the place in the row of mails.
///
/// # Errors
/// If the store fails.
pub(crate) async fn make(
    db: &Db,
    account: &AccountId,
    why: Why,
    before: Option<&Mail>,
    (since, now): (At, At),
) -> Result<(), Error> {
    let before = before.map_or("first", |m| m.id.as_str());
    let id = Digest::of(format!("mail {} {account} {before}", why.word()).as_bytes());
    let id = id.as_str().get(..32).unwrap_or_default().to_owned();
    let sql =
        "INSERT INTO oversight_mail (id, account, why, state, since, made, due, tries, reason)
               VALUES ($1, $2, $3, 'waiting', $4, $5, $5, 0, '') ON CONFLICT (id) DO NOTHING";
    let args = vec![
        id.into(),
        account.into(),
        why.word().into(),
        since.into(),
        now.into(),
    ];
    db.run(Write::new(sql, args)).await.map(drop)
}

/// Mails that are due.
///
/// # Errors
/// If the store fails.
pub(crate) async fn due(db: &Db, now: At, limit: i64) -> Result<Vec<Mail>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_mail WHERE state = 'waiting' AND due <= $1 ORDER BY due, id LIMIT {limit}"
    );
    db.all_made(sql, vec![now.into()])
        .await?
        .iter()
        .map(mail)
        .collect()
}

/// Takes a mail for one try; false if another process has it. Until `again` nobody else takes it.
///
/// # Errors
/// If the store fails.
pub(crate) async fn take(db: &Db, mail: &Mail, again: At) -> Result<bool, Error> {
    let sql = "UPDATE oversight_mail SET tries = tries + 1, due = $3 WHERE id = $1 AND state = 'waiting' AND tries = $2";
    let args = vec![mail.id.as_str().into(), mail.tries.into(), again.into()];
    Ok(db.run(Write::new(sql, args)).await? == 1)
}

/// How a try ended.
///
/// # Errors
/// If the store fails.
pub(crate) async fn set(db: &Db, id: &str, state: &str, reason: &str) -> Result<(), Error> {
    let sql = "UPDATE oversight_mail SET state = $2, reason = $3 WHERE id = $1";
    let args = vec![id.into(), state.into(), reason.into()];
    db.run(Write::new(sql, args)).await.map(drop)
}

/// Mails that were refused or that wait after a failed try, latest first.
///
/// # Errors
/// If the store fails.
pub(crate) async fn troubled(db: &Db, limit: i64) -> Result<Vec<Mail>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oversight_mail WHERE state = 'refused' OR (state = 'waiting' AND reason <> '') ORDER BY made DESC, id LIMIT {limit}"
    );
    db.all_made(sql, vec![]).await?.iter().map(mail).collect()
}

/// How many wait after a failed try, how many were refused since an instant.
///
/// # Errors
/// If the store fails.
pub(crate) async fn troubles(db: &Db, since: At) -> Result<i64, Error> {
    let sql = "SELECT COUNT(*) FROM oversight_mail WHERE (state = 'waiting' AND reason <> '') OR (state = 'refused' AND made >= $1)";
    let row = db.one(sql, vec![since.into()]).await?;
    row.map_or(Ok(0), |r| r.int(0))
}

/// A visit that ended this long ago is an earlier one, microseconds.
const VISIT: i64 = 3_600_000_000;

/// Marks that an account looks at its first page now; answers since when to tell what is new.
///
/// # Errors
/// If the store fails.
pub(crate) async fn visit(db: &Db, account: &AccountId, now: At) -> Result<Option<At>, Error> {
    let since = match visits(db, account).await? {
        Some((since, seen)) if now.micros() - seen.micros() < VISIT => since,
        Some((_, seen)) => seen,
        None => At::from_micros(0),
    };
    let sql = "INSERT INTO oversight_visit (account, since, seen) VALUES ($1, $2, $3)
               ON CONFLICT (account) DO UPDATE SET since = excluded.since, seen = excluded.seen";
    db.run(Write::new(
        sql,
        vec![account.into(), since.into(), now.into()],
    ))
    .await?;
    Ok((since.micros() > 0).then_some(since))
}

/// When an account looked at its first page last.
///
/// # Errors
/// If the store fails.
pub(crate) async fn seen(db: &Db, account: &AccountId) -> Result<Option<At>, Error> {
    Ok(visits(db, account).await?.map(|(_, seen)| seen))
}

async fn visits(db: &Db, account: &AccountId) -> Result<Option<(At, At)>, Error> {
    let sql = "SELECT since, seen FROM oversight_visit WHERE account = $1";
    let row = db.one(sql, vec![account.into()]).await?;
    row.map(|r| Ok((At::from_micros(r.int(0)?), At::from_micros(r.int(1)?))))
        .transpose()
}

fn mail(row: &Row) -> Result<Mail, Error> {
    let why = row.text(2)?;
    Ok(Mail {
        id: row.text(0)?,
        account: row.id(1)?,
        why: Why::of(&why).unwrap_or(Why::Waiting),
        since: At::from_micros(row.int(3)?),
        made: At::from_micros(row.int(4)?),
        tries: row.int(5)?,
        state: row.text(6)?,
        reason: row.text(7)?,
    })
}
