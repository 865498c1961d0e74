//! What an area writes to have a thing whose changes can be defended.

use serde::{Serialize, de::DeserializeOwned};
use store::Value;

/// A thing whose changes are decisions that someone must be able to explain later.
pub trait Aggregate: Send + Sync + 'static {
    /// Stable name used in the ledger; never reused for anything else.
    const KIND: &'static str;
    /// Its table: `id TEXT PRIMARY KEY, version BIGINT, state TEXT` and the columns of [`Aggregate::columns`].
    const TABLE: &'static str;
    /// The fold of its events.
    type State: Clone + Serialize + DeserializeOwned + PartialEq + Send + Sync;
    /// What somebody wants to happen.
    type Command: Clone + Send + Sync;
    /// What happened: past tense, additive, `#[serde(tag = "type")]`.
    type Event: Clone + Serialize + DeserializeOwned + Send + Sync;
    /// Why not.
    type Refusal: words::Refusal;
    /// What the decision needs to know and cannot know by itself: time, actor, upstream facts.
    type Facts: Send + Sync;

    /// Decides. Pure.
    ///
    /// # Errors
    /// A refusal, which is an answer.
    fn decide(
        state: Option<&Self::State>,
        command: Self::Command,
        facts: &Self::Facts,
    ) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Applies one event. Pure.
    fn evolve(state: Option<Self::State>, event: &Self::Event) -> Option<Self::State>;

    /// Indexed columns of the row, derived from the state.
    fn columns(_state: &Self::State) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// Work in the world that an event asks for, enqueued in the same transaction.
    fn jobs(_id: &str, _event: &Self::Event) -> Vec<NewJob> {
        Vec::new()
    }
}

/// Work for the worker.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Which handler runs it.
    pub kind: &'static str,
    /// Its arguments: ids and digests.
    pub payload: serde_json::Value,
    /// Idempotency key: a second job with the same key is not enqueued.
    pub key: String,
}

/// An aggregate without its types, so that `verify` can fold any of them.
#[derive(Clone, Copy)]
pub struct Kind {
    pub(crate) kind: &'static str,
    pub(crate) table: &'static str,
    pub(crate) fold: fn(&[&str]) -> Result<Option<Folded>, String>,
    pub(crate) same: fn(&str, &str) -> bool,
}

/// What a row must be.
pub(crate) struct Folded {
    pub state: String,
    pub columns: Vec<(&'static str, Value)>,
}

impl Kind {
    /// The kind of an aggregate.
    #[must_use]
    pub fn of<A: Aggregate>() -> Self {
        Self {
            kind: A::KIND,
            table: A::TABLE,
            fold: fold::<A>,
            same: same::<A>,
        }
    }

    /// Its stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kind
    }

    /// Its table.
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.table
    }
}

fn fold<A: Aggregate>(payloads: &[&str]) -> Result<Option<Folded>, String> {
    let mut state = None;
    for payload in payloads {
        let event: A::Event = serde_json::from_str(payload).map_err(|e| e.to_string())?;
        state = A::evolve(state, &event);
    }
    state
        .map(|state| {
            let columns = A::columns(&state);
            serde_json::to_string(&state)
                .map(|state| Folded { state, columns })
                .map_err(|e| e.to_string())
        })
        .transpose()
}

/// Equal as states, and the stored text says nothing that the fold does not say.
fn same<A: Aggregate>(stored: &str, folded: &str) -> bool {
    if stored == folded {
        return true;
    }
    let typed = (
        serde_json::from_str::<A::State>(stored),
        serde_json::from_str::<A::State>(folded),
    );
    let plain = (serde_json::from_str(stored), serde_json::from_str(folded));
    match (typed, plain) {
        ((Ok(a), Ok(b)), (Ok(stored), Ok(folded))) => a == b && within(&stored, &folded),
        _ => false,
    }
}

/// Rows written before a field was added lack it; nothing else may differ.
fn within(stored: &serde_json::Value, folded: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Object};
    match (stored, folded) {
        (Object(a), Object(b)) => a
            .iter()
            .all(|(key, v)| b.get(key).is_some_and(|w| within(v, w))),
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(v, w)| within(v, w)),
        (a, b) => a == b,
    }
}
