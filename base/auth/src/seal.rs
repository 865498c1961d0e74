//! Seals of the access log: now and then the ledger notes how far the chain has come and its hash there, so that the ledger's
//! signed checkpoints, and the copies of them outside the database, speak for the lines too.

use ledger::{Aggregate, Failed};
use serde::{Deserialize, Serialize};
use store::Value;
use words::{Actor, At, Context, Digest, Text, text};

use crate::{
    Auth,
    chain::{HEAD, Head},
};

/// The one aggregate of this kind.
pub(crate) const ID: &str = "access-log";
/// A seal is due after so many lines …
const MOST_LINES: i64 = 10_000;
/// … or after an hour, if there is a new line at all.
const LONGEST_SECONDS: i64 = 3_600;

/// The aggregate.
pub struct AccessSeal;

/// The newest seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The last line under it.
    pub lines: i64,
    /// The hash of that line.
    pub hash: Digest,
    /// When.
    pub at: At,
}

/// The chain has come so far.
#[derive(Debug, Clone)]
pub struct Seal {
    /// The last line.
    pub lines: i64,
    /// Its hash.
    pub hash: Digest,
    /// Now.
    pub at: At,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SealEvent {
    /// The log was sealed up to a line.
    Sealed {
        /// The last line under the seal.
        lines: i64,
        /// The hash of that line.
        hash: Digest,
        /// When.
        at: At,
    },
}

/// The log ends before what was sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the access log ends before its newest seal")]
pub struct Shorter;

impl words::Refusal for Shorter {
    fn code(&self) -> &'static str {
        "E-AUTH-LOG-SHORTER"
    }

    fn text(&self) -> Text {
        text!(
            "アクセスの記録が、最後の封印より手前で終わっています。kumi verify で確かめてください。",
            "The access log ends before its newest seal; run kumi verify."
        )
    }
}

impl Aggregate for AccessSeal {
    const KIND: &'static str = "access_seal";
    const TABLE: &'static str = "access_seal";
    type State = Sealed;
    type Command = Seal;
    type Event = SealEvent;
    type Refusal = Shorter;
    type Facts = ();

    fn decide(state: Option<&Sealed>, command: Seal, (): &()) -> Result<Vec<SealEvent>, Shorter> {
        let Seal { lines, hash, at } = command;
        match state.map_or(0, |s| s.lines) {
            sealed if lines < sealed => Err(Shorter),
            sealed if lines == sealed => Ok(vec![]),
            _ => Ok(vec![SealEvent::Sealed { lines, hash, at }]),
        }
    }

    fn evolve(_: Option<Sealed>, event: &SealEvent) -> Option<Sealed> {
        let SealEvent::Sealed { lines, hash, at } = event;
        Some(Sealed {
            lines: *lines,
            hash: hash.clone(),
            at: *at,
        })
    }

    fn columns(_: &Sealed) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Auth {
    /// Seals the access log if a seal is due. To be called every minute or so.
    ///
    /// # Errors
    /// If the store fails, or the log is shorter than what was sealed.
    pub async fn seal_accesses_when_due(&self, now: At) -> Result<(), Failed<Shorter>> {
        let last = self.0.ledger.load::<AccessSeal>(ID).await?.map(|l| l.state);
        let head = self.access_head().await?;
        let new = head.seq - last.as_ref().map_or(0, |s| s.lines);
        let waited = last.is_none_or(|s| s.at.plus_seconds(LONGEST_SECONDS) <= now);
        // fewer lines than were sealed are told at once
        if new != 0 && (waited || !(0..MOST_LINES).contains(&new)) {
            self.seal(&head, now).await?;
        }
        Ok(())
    }

    /// Seals the access log as it stands.
    ///
    /// # Errors
    /// As [`Auth::seal_accesses_when_due`].
    pub async fn seal_accesses(&self, now: At) -> Result<(), Failed<Shorter>> {
        let head = self.access_head().await?;
        self.seal(&head, now).await
    }

    async fn seal(&self, head: &Head, now: At) -> Result<(), Failed<Shorter>> {
        let hash = data_encoding::HEXLOWER.encode(&head.hash);
        let hash = hash
            .parse()
            .map_err(|e| store::Error::decode("access_head", e))?;
        let command = Seal {
            lines: head.seq,
            hash,
            at: now,
        };
        let context = Context::new(now, Actor::system());
        let done = self
            .0
            .ledger
            .execute::<AccessSeal>(ID, command, &(), &context);
        done.await.map(drop)
    }

    pub(crate) async fn access_head(&self) -> Result<Head, store::Error> {
        let row = self.0.ledger.db().one(HEAD, vec![]).await?;
        Head::of(row.as_ref())
    }
}
