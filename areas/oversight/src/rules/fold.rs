//! The whole fold of a case, event by event: how far it has come, and what waits for whom. Pure; folding the same events
//! in one go or in pieces gives the same.

use std::collections::BTreeMap;

use ::words::{At, Digest};
use ledger::Recorded;
use serde::{Deserialize, Serialize};

use crate::{
    rules::{
        known::{Known, text},
        progress::Counts,
        steps,
        tasks::{self, Hand},
    },
    words::{Change, Progress, Task},
};

/// Where a case stands after some of its events.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Fold {
    /// How far it has come.
    pub progress: Progress,
    /// What the rules remember.
    pub known: Known,
    /// When it took the state it has.
    pub since: Option<At>,
    /// When something happened last.
    pub last: Option<At>,
    /// By which event.
    pub seq: i64,
    /// What waits, by kind and key.
    pub open: BTreeMap<String, Task>,
    /// What waited when consent was withdrawn: it comes back if the withdrawal is taken back.
    set_aside: Vec<Task>,
    /// What waited with somebody who died: it comes back if the death was recorded by mistake.
    ended: BTreeMap<String, Vec<Task>>,
    counts: Counts,
}

/// A mark of the rules: it changes whenever one of them is edited, and then everything is folded anew.
#[must_use]
pub fn mark() -> Digest {
    let own = [
        include_str!("fold.rs"),
        include_str!("known.rs"),
        include_str!("progress.rs"),
        include_str!("tasks.rs"),
        include_str!("provenance.rs"),
        include_str!("../words.rs"),
        include_str!("../words/task.rs"),
    ];
    let all = own
        .iter()
        .chain(&[steps::SOURCE])
        .chain(tasks::SOURCES)
        .copied();
    Digest::of(all.collect::<Vec<_>>().join("\n").as_bytes())
}

impl Fold {
    /// Takes in the next event of the case; answers what it did to the tasks.
    pub fn hear(&mut self, event: &Recorded) -> Vec<Change> {
        let before = self.progress.state();
        self.known.hear(event);
        self.counts.hear(event, &mut self.progress);
        if self.progress.state() != before || self.since.is_none() {
            self.since = Some(event.at);
        }
        self.last = Some(event.at);
        self.seq = event.seq;
        self.tasks(event)
    }

    /// The earliest promise among what waits.
    #[must_use]
    pub fn due(&self) -> Option<At> {
        self.open.values().map(|t| t.due).min()
    }

    fn tasks(&mut self, event: &Recorded) -> Vec<Change> {
        let mut hand = Hand::new(event, &self.known, &mut self.open);
        match (event.kind.as_str(), event.event.as_str()) {
            ("case", "withdrawn") => {
                self.set_aside = hand.close_everything();
                return hand.changes();
            }
            ("case", "restored") => {
                for task in std::mem::take(&mut self.set_aside) {
                    hand.resume(task);
                }
                return hand.changes();
            }
            ("case", "died" | "member_died") => {
                let who = person(event, &self.known);
                let ended = hand.close_with(who);
                self.ended.insert(who.to_owned(), ended);
                return hand.changes();
            }
            ("case", "death_corrected") => {
                let who = person(event, &self.known);
                for task in self.ended.remove(who).unwrap_or_default() {
                    hand.resume(task);
                }
                return hand.changes();
            }
            ("case", "member_removed") => hand.close_of(text(&event.payload, "person")),
            _ => {}
        }
        // a withdrawal ends everything; a death only what is done with the person
        if self.progress.withdrawn.is_none() {
            for kind in tasks::KINDS {
                (kind.hear)(event, &self.known, &mut hand.of(kind));
            }
        }
        hand.changes()
    }
}

/// Who died, or did not: the patient where an old event does not say.
fn person<'a>(event: &'a Recorded, known: &'a Known) -> &'a str {
    let named = text(&event.payload, "person");
    if named.is_empty() {
        &known.proband
    } else {
        named
    }
}

/// The fold of all events of a case, and its tasks as they stand after: open ones, and those that were done.
#[must_use]
pub fn fold(events: &[Recorded]) -> (Fold, Vec<Change>) {
    let mut fold = Fold::default();
    let changes = events.iter().flat_map(|e| fold.hear(e)).collect();
    (fold, changes)
}
