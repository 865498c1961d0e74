//! An event as it stands in the ledger, and the hash that chains it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Error, Row};
use words::{AccountId, Actor, At, CaseId, ConsentRef};

/// One event of the ledger, without the type of its aggregate.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Position in the ledger, from 1.
    pub seq: i64,
    /// Kind of aggregate.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// Its version after this event, from 1.
    pub version: i64,
    /// The event's type tag.
    pub event: String,
    /// The whole event.
    pub payload: serde_json::Value,
    /// When.
    pub at: At,
    /// Who.
    pub actor: Actor,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The consent it rests on.
    pub consent: Option<ConsentRef>,
    /// SHA-256 over the previous hash and all of the above.
    pub hash: String,
}

/// The columns every query of events selects, in this order.
pub(crate) const COLUMNS: &str =
    "seq, kind, id, version, at, account, role, site, case_id, consent, event, payload, prev, hash";

/// An event as text, exactly as stored: what is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Position in the ledger, from 1.
    pub seq: i64,
    /// Kind of aggregate.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// Its version after this event.
    pub version: i64,
    /// When, microseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub account: String,
    /// In which role.
    pub role: String,
    /// The site of that role.
    pub site: Option<String>,
    /// The case it belongs to.
    pub case: Option<String>,
    /// The consent it rests on, as JSON.
    pub consent: Option<String>,
    /// The event's type tag.
    pub event: String,
    /// The whole event, as JSON.
    pub payload: String,
    /// The hash of the event before it.
    pub prev: String,
    /// SHA-256 over all of the above.
    pub hash: String,
}

impl Stored {
    /// The hash of the content behind `self.prev`. Every field is length-prefixed, absent is distinct from empty.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut sha = Sha256::new();
        let mut field = |bytes: Option<&[u8]>| match bytes {
            Some(bytes) => {
                sha.update([1]);
                sha.update((bytes.len() as u64).to_le_bytes());
                sha.update(bytes);
            }
            None => sha.update([0]),
        };
        field(Some(b"kumihimo-ledger-v1"));
        field(Some(self.prev.as_bytes()));
        for number in [self.seq, self.version, self.at] {
            field(Some(&number.to_le_bytes()));
        }
        for text in [
            &self.kind,
            &self.id,
            &self.account,
            &self.role,
            &self.event,
            &self.payload,
        ] {
            field(Some(text.as_bytes()));
        }
        for maybe in [&self.site, &self.case, &self.consent] {
            field(maybe.as_deref().map(str::as_bytes));
        }
        sha.finalize().into()
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            seq: row.int(0)?,
            kind: row.text(1)?,
            id: row.text(2)?,
            version: row.int(3)?,
            at: row.int(4)?,
            account: row.text(5)?,
            role: row.text(6)?,
            site: row.maybe_text(7)?,
            case: row.maybe_text(8)?,
            consent: row.maybe_text(9)?,
            event: row.text(10)?,
            payload: row.text(11)?,
            prev: row.text(12)?,
            hash: row.text(13)?,
        })
    }

    pub(crate) fn recorded(self) -> Result<Recorded, Error> {
        let bad = |e: words::NotAnId| Error::decode("ledger_event", e);
        Ok(Recorded {
            seq: self.seq,
            version: self.version,
            payload: serde_json::from_str(&self.payload)
                .map_err(|e| Error::decode("ledger_event.payload", e))?,
            at: At::from_micros(self.at),
            actor: Actor {
                account: AccountId::parse(self.account).map_err(bad)?,
                role: self.role,
                site: self
                    .site
                    .map(words::SiteId::parse)
                    .transpose()
                    .map_err(bad)?,
            },
            case: self.case.map(CaseId::parse).transpose().map_err(bad)?,
            consent: self
                .consent
                .map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|e| Error::decode("ledger_event.consent", e))?,
            kind: self.kind,
            id: self.id,
            event: self.event,
            hash: self.hash,
        })
    }
}
