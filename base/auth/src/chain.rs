//! The chain of the access log: every line carries its place and a hash over itself and the line before it, so that a line that
//! is edited, moved or taken out shows. The head is one row, read and moved in the transaction that writes the lines.

use aws_lc_rs::digest::{SHA256, digest};
use store::{Engine, Error, Row, Tx, Write};

use crate::Entry;

/// What stands before the first line: how many lines are older than the chain is part of it.
pub(crate) fn genesis(older: i64) -> Vec<u8> {
    sha(format!("kumihimo access log v1\n{older}").as_bytes())
}

fn sha(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

/// The columns of a line that are text, in the order in which they are hashed.
pub(crate) const TEXTS: &str =
    "id, account, role, site, action, kind, thing, case_id, person, holds, rule, purpose";

/// A line as it is hashed: just what the table holds, whether or not it still means something.
pub(crate) struct Line<'a> {
    pub seq: i64,
    pub at: i64,
    pub allowed: i64,
    pub texts: [Option<&'a str>; 12],
}

impl<'a> Line<'a> {
    /// A line that is about to be written.
    pub fn of(seq: i64, entry: &'a Entry) -> Self {
        Self {
            seq,
            at: entry.at.micros(),
            allowed: i64::from(entry.allowed),
            texts: [
                Some(&entry.id),
                Some(entry.account.as_str()),
                Some(&entry.role),
                entry.site.as_deref(),
                Some(&entry.action),
                Some(&entry.kind),
                Some(&entry.thing),
                entry.case.as_ref().map(words::Id::as_str),
                entry.person.as_ref().map(words::Id::as_str),
                Some(entry.holds.word()),
                Some(&entry.rule),
                entry.purpose.as_deref(),
            ],
        }
    }

    /// Its hash, after the hash of the line before it. Every text goes in with its length, an absent one with a length of its own.
    pub fn link(&self, before: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(320);
        bytes.extend(before);
        for number in [self.seq, self.at, self.allowed] {
            bytes.extend(number.to_be_bytes());
        }
        for text in self.texts {
            let length = text.map_or(u64::MAX, |t| t.len() as u64);
            bytes.extend(length.to_be_bytes());
            bytes.extend(text.unwrap_or_default().as_bytes());
        }
        sha(&bytes)
    }
}

/// The end of the chain.
pub(crate) struct Head {
    pub seq: i64,
    pub hash: Vec<u8>,
    /// Lines that were there before the chain began.
    pub older: i64,
}

impl Head {
    /// Reads the head for writing: on PostgreSQL several processes may write.
    pub async fn locked(tx: &mut Tx, engine: Engine) -> Result<Self, Error> {
        let lock = match engine {
            Engine::Postgres => " FOR UPDATE",
            Engine::Sqlite => "",
        };
        let row = tx.one_made(format!("{HEAD}{lock}"), vec![]).await?;
        Self::of(row.as_ref())
    }

    /// The head as a row says it. Without the row nothing is written, so nothing is allowed.
    pub fn of(row: Option<&Row>) -> Result<Self, Error> {
        let row = row.ok_or_else(|| Error::decode("access_head", "no row"))?;
        let (seq, older) = (row.int(0)?, row.int(2)?);
        let hash = if seq == 0 {
            genesis(older)
        } else {
            row.bytes(1)?
        };
        Ok(Self { seq, hash, older })
    }

    /// Adds a line; answers what is stored with it.
    pub fn append(&mut self, entry: &Entry) -> (i64, Vec<u8>) {
        self.seq += 1;
        self.hash = Line::of(self.seq, entry).link(&self.hash);
        (self.seq, self.hash.clone())
    }

    /// Moves the stored head here.
    pub fn store(&self) -> Write {
        let sql = "UPDATE access_head SET seq = $1, hash = $2 WHERE one = 1";
        Write::new(sql, vec![self.seq.into(), self.hash.clone().into()])
    }
}

/// Reads the head.
pub(crate) const HEAD: &str = "SELECT seq, hash, older FROM access_head WHERE one = 1";
