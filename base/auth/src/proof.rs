//! Walks the chain of the access log and names what does not fit: for `kumi verify`.

use std::collections::BTreeMap;

use store::{Error, Row};
use words::{Text, text};

use crate::{
    Auth,
    chain::{Line, TEXTS, genesis},
    seal::SealEvent,
};

/// Lines read at a time.
const PAGE: i64 = 4_000;
/// Faults of one kind that are named one by one.
const MOST: usize = 100;

/// What a walk over the access log found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Lines that were looked at.
    pub lines: u64,
    /// Seals in the ledger that were compared.
    pub seals: u64,
    /// Lines after the newest seal: only the chain itself speaks for them.
    pub unsealed: i64,
    /// What is wrong, with the way out.
    pub flaws: Vec<Text>,
}

impl Walked {
    fn flaw(&mut self, flaw: Text) {
        if self.flaws.len() < MOST {
            self.flaws.push(flaw);
        }
    }
}

/// How far the walk has come.
struct At {
    seq: i64,
    hash: Vec<u8>,
    /// The line before this was not there, so the next one's hash cannot be compared.
    blind: bool,
}

impl Auth {
    /// Recomputes every line of the access log and compares the chain with its head and with the seals in the ledger.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn prove_accesses(&self) -> Result<Walked, Error> {
        let mut out = Walked::default();
        // read before the lines: what is written meanwhile is then no fault
        let mut seals = self.seals().await?;
        let head = self.access_head().await?;
        out.seals = seals.len() as u64;
        out.unsealed = head.seq - seals.keys().next_back().copied().unwrap_or_default();
        let mut at = At {
            seq: 0,
            hash: genesis(head.older),
            blind: false,
        };
        self.outside(head.older, &mut out).await?;
        loop {
            let rows = self.lines_after(at.seq).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                step(row, &mut at, &mut out)?;
                if let Some(sealed) = seals.remove(&at.seq) {
                    compare(&sealed, &at, &mut out);
                }
            }
        }
        ended(&at, &head, &mut out);
        for (lines, _) in seals {
            if lines > at.seq {
                out.flaw(text!(
                    ("アクセスの記録は {} 行で終わっていますが、台帳は {lines} 行目まで封印しています。控えから戻してください。", at.seq),
                    ("the access log ends at line {}, but the ledger sealed it up to line {lines}: restore it from a backup", at.seq)
                ));
            }
        }
        Ok(out)
    }

    async fn lines_after(&self, seq: i64) -> Result<Vec<Row>, Error> {
        let sql = format!(
            "SELECT seq, hash, at, allowed, {TEXTS} FROM access_log WHERE seq > $1 ORDER BY seq LIMIT {PAGE}"
        );
        self.0.ledger.db().all_made(sql, vec![seq.into()]).await
    }

    /// What the ledger says of the chain: line and hash.
    async fn seals(&self) -> Result<BTreeMap<i64, String>, Error> {
        let (mut seals, mut after) = (BTreeMap::new(), 0);
        loop {
            let events = self.0.ledger.events_of_kind("access_seal", after).await?;
            let Some(last) = events.last() else {
                return Ok(seals);
            };
            after = last.seq;
            for event in &events {
                let sealed = serde_json::from_value(event.payload.clone());
                let SealEvent::Sealed { lines, hash, .. } =
                    sealed.map_err(|e| Error::decode("access_seal", e))?;
                seals.insert(lines, hash.to_string());
            }
        }
    }

    /// Lines without a place: those that are older than the chain, and no other.
    async fn outside(&self, older: i64, out: &mut Walked) -> Result<(), Error> {
        let sql = "SELECT COUNT(*) FROM access_log WHERE seq IS NULL OR seq < 1";
        let row = self.0.ledger.db().one(sql, vec![]).await?;
        let found = row.map_or(Ok(0), |r| r.int(0))?;
        if found != older {
            out.flaw(text!(
                ("アクセスの記録に、鎖に入っていない行が {found} 行あります（{older} 行のはずです）。控えと比べてください。"),
                ("{found} lines of the access log stand outside the chain, and {older} should: compare it with a backup")
            ));
        }
        Ok(())
    }
}

fn step(row: &Row, at: &mut At, out: &mut Walked) -> Result<(), Error> {
    let seq = row.int(0)?;
    out.lines += 1;
    if seq != at.seq + 1 {
        let (from, to) = (at.seq + 1, seq - 1);
        out.flaw(text!(
            ("アクセスの記録の {from} 行目から {to} 行目までがありません。控えから戻してください。"),
            ("lines {from} to {to} of the access log are gone: restore them from a backup")
        ));
        at.blind = true;
    }
    let stored = row.bytes(1).unwrap_or_default();
    let fits = match linked(row, seq, &at.hash) {
        Ok(hash) => at.blind || hash == stored,
        // a value that is not of its column's type was not written by us
        Err(_) => false,
    };
    if !fits {
        let id = row.text(4).unwrap_or_default();
        out.flaw(text!(
            ("アクセスの記録の {seq} 行目（{id}）が書き換えられたか、元の位置にありません。控えの同じ行と比べてください。"),
            ("line {seq} of the access log ({id}) was edited or does not stand in its place: compare it with a backup")
        ));
    }
    (at.seq, at.hash, at.blind) = (seq, stored, false);
    Ok(())
}

fn linked(row: &Row, seq: i64, before: &[u8]) -> Result<Vec<u8>, Error> {
    let mut texts: [Option<String>; 12] = Default::default();
    for (n, text) in texts.iter_mut().enumerate() {
        *text = row.maybe_text(4 + n)?;
    }
    let line = Line {
        seq,
        at: row.int(2)?,
        allowed: row.int(3)?,
        texts: texts.each_ref().map(Option::as_deref),
    };
    Ok(line.link(before))
}

fn compare(sealed: &str, at: &At, out: &mut Walked) {
    if data_encoding::HEXLOWER.encode(&at.hash) != sealed {
        let seq = at.seq;
        out.flaw(text!(
            ("アクセスの記録の {seq} 行目までが、台帳の封印と合いません。この行までのどこかで鎖ごと書き直されています。控えと比べてください。"),
            ("the access log up to line {seq} is not what the ledger sealed: somewhere before it the chain was written anew; compare it with a backup")
        ));
    }
}

/// The head moves with the lines, so the log is at least as long as it was when the head was read.
fn ended(at: &At, head: &crate::chain::Head, out: &mut Walked) {
    if at.seq < head.seq {
        let (from, to) = (at.seq + 1, head.seq);
        out.flaw(text!(
            ("アクセスの記録の {from} 行目から {to} 行目まで（最後の部分）がありません。控えから戻してください。"),
            ("lines {from} to {to} of the access log, its end, are gone: restore them from a backup")
        ));
    }
}
