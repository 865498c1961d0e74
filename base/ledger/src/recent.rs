//! The states decided last, so that the next decision on the same thing need not read its row again.
//!
//! Never trusted: the writer compares versions, and a stale answer drops the entry.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Aggregate, Loaded};

/// Entries kept; when full, all are dropped.
const KEPT: usize = 4096;

type States = HashMap<(TypeId, String), Arc<dyn Any + Send + Sync>>;

#[derive(Clone, Default)]
pub(crate) struct Recent(Arc<Mutex<States>>);

impl Recent {
    pub fn get<A: Aggregate>(&self, id: &str) -> Option<Loaded<A>> {
        let states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = states.get(&(TypeId::of::<A>(), id.to_owned()))?.clone();
        drop(states);
        let (state, version) = found.downcast_ref::<(A::State, i64)>()?;
        Some(Loaded {
            state: state.clone(),
            version: *version,
        })
    }

    pub fn put<A: Aggregate>(&self, id: &str, state: A::State, version: i64) {
        let mut states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if states.len() >= KEPT {
            states.clear();
        }
        states.insert(
            (TypeId::of::<A>(), id.to_owned()),
            Arc::new((state, version)),
        );
    }

    pub fn forget<A: Aggregate>(&self, id: &str) {
        let mut states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        states.remove(&(TypeId::of::<A>(), id.to_owned()));
    }
}
