//! The access log: who asked for what, when, under which rule, and what the answer was.

use store::{Db, Error, Insert, Row, Value};
use tokio::sync::{mpsc, oneshot};
use words::{AccountId, At, CaseId, PersonId};

use crate::{Holds, chain::Head};

/// One decision. Ids, codes and times only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Random id.
    pub id: String,
    /// When.
    pub at: At,
    /// Who.
    pub account: AccountId,
    /// In which role (all roles held, if none was enough).
    pub role: String,
    /// The site of that role.
    pub site: Option<String>,
    /// What for.
    pub action: String,
    /// Kind of the thing.
    pub kind: String,
    /// Which thing.
    pub thing: String,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The class of data.
    pub holds: Holds,
    /// `@id`s of the policies that determined the answer, separated by spaces.
    pub rule: String,
    /// The answer.
    pub allowed: bool,
    /// The reason the reader gave, as a code.
    pub purpose: Option<String>,
}

/// What to look for; everything absent matches all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Who asked.
    pub account: Option<AccountId>,
    /// About which person.
    pub person: Option<PersonId>,
    /// Of which case.
    pub case: Option<CaseId>,
    /// From when (inclusive).
    pub from: Option<At>,
    /// Until when (exclusive).
    pub until: Option<At>,
}

const COLUMNS: &str = "id, at, account, role, site, action, kind, thing, case_id, person, holds, rule, allowed, purpose";

/// Entries committed together at most.
const BATCH: usize = 256;

/// The one writer of the log: what is waiting is committed together, and each asker waits for the commit.
pub(crate) struct Log(mpsc::Sender<Waiting>);

type Waiting = (Entry, oneshot::Sender<Result<(), Unwritten>>);

/// Why a batch was not committed; every asker of it gets the same answer.
#[derive(Clone)]
enum Unwritten {
    /// The database did not answer.
    Away,
    /// Anything else.
    Fault(String),
}

impl Unwritten {
    fn of(error: &Error) -> Self {
        if error.is_away() {
            Self::Away
        } else {
            Self::Fault(format!("{error:?}"))
        }
    }

    fn error(self) -> Error {
        match self {
            Self::Away => Error::Away,
            Self::Fault(why) => Error::decode("access_log", why),
        }
    }
}

impl Log {
    pub fn open(db: Db) -> Self {
        let (inbox, mut waiting) = mpsc::channel::<Waiting>(1024);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                let (entries, askers): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
                let done = commit(&db, &entries).await.map_err(|e| Unwritten::of(&e));
                for asker in askers {
                    // An asker that went away needs no answer.
                    let _ = asker.send(done.clone());
                }
            }
        });
        Self(inbox)
    }

    /// Returns when the entry is committed.
    pub async fn write(&self, entry: Entry) -> Result<(), Error> {
        let lost = || Error::decode("access_log", "the writer of the log has stopped");
        let (asker, answer) = oneshot::channel();
        self.0.send((entry, asker)).await.map_err(|_| lost())?;
        let done = answer.await.map_err(|_| lost())?;
        done.map_err(Unwritten::error)
    }
}

/// Lines and head in one transaction. The writer stays alone until its commit, so the chain has one end.
async fn commit(db: &Db, entries: &[Entry]) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let mut head = Head::locked(&mut tx, db.engine()).await?;
    let values = entries.iter().flat_map(|entry| {
        let (seq, hash) = head.append(entry);
        let mut values = values(entry);
        values.extend([seq.into(), hash.into()]);
        values
    });
    let values: Vec<Value> = values.collect();
    let lines = Insert {
        head: format!("INSERT INTO access_log ({COLUMNS}, seq, hash)"),
        tail: String::new(),
        width: 16,
    };
    tx.insert(&lines, values).await?;
    tx.run(head.store()).await?;
    tx.commit().await
}

fn values(entry: &Entry) -> Vec<Value> {
    let maybe = |s: Option<&str>| Value::from(s.map(str::to_owned));
    vec![
        entry.id.as_str().into(),
        entry.at.into(),
        (&entry.account).into(),
        entry.role.as_str().into(),
        maybe(entry.site.as_deref()),
        entry.action.as_str().into(),
        entry.kind.as_str().into(),
        entry.thing.as_str().into(),
        maybe(entry.case.as_ref().map(CaseId::as_str)),
        maybe(entry.person.as_ref().map(PersonId::as_str)),
        entry.holds.word().into(),
        entry.rule.as_str().into(),
        entry.allowed.into(),
        maybe(entry.purpose.as_deref()),
    ]
}

pub(crate) async fn read(db: &Db, filter: &Filter, limit: i64) -> Result<Vec<Entry>, Error> {
    let mut wanted: Vec<(&str, Value)> = Vec::new();
    let ids = [
        ("account =", filter.account.as_ref().map(AccountId::as_str)),
        ("person =", filter.person.as_ref().map(PersonId::as_str)),
        ("case_id =", filter.case.as_ref().map(CaseId::as_str)),
    ];
    wanted.extend(ids.into_iter().filter_map(|(c, id)| Some((c, id?.into()))));
    let times = [("at >=", filter.from), ("at <", filter.until)];
    wanted.extend(
        times
            .into_iter()
            .filter_map(|(c, at)| Some((c, at?.into()))),
    );
    let clauses: Vec<String> = wanted
        .iter()
        .zip(1..)
        .map(|((column, _), n)| format!("{column} ${n}"))
        .collect();
    let when = if clauses.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", clauses.join(" AND "))
    };
    let sql = format!("SELECT {COLUMNS} FROM access_log {when} ORDER BY at DESC, id LIMIT {limit}");
    let rows = db
        .all_made(sql, wanted.into_iter().map(|(_, v)| v).collect())
        .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, Error> {
    Ok(Entry {
        id: row.text(0)?,
        at: At::from_micros(row.int(1)?),
        account: row.id(2)?,
        role: row.text(3)?,
        site: row.maybe_text(4)?,
        action: row.text(5)?,
        kind: row.text(6)?,
        thing: row.text(7)?,
        case: maybe_id(row, 8)?,
        person: maybe_id(row, 9)?,
        holds: Holds::of(&row.text(10)?),
        rule: row.text(11)?,
        allowed: row.int(12)? == 1,
        purpose: row.maybe_text(13)?,
    })
}

fn maybe_id<T>(row: &Row, at: usize) -> Result<Option<words::Id<T>>, Error> {
    let text = row.maybe_text(at)?;
    text.map(words::Id::parse)
        .transpose()
        .map_err(|e| Error::decode("access_log", e))
}
