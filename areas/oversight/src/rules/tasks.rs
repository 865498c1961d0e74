//! What waits for whom: one file per kind of task, and this list. Pure.
//!
//! A kind says what opens it, what closes it, whose it is, until when it is promised, in which sentence it is asked for and
//! where it is done. Promises are those of the programme where it has them (two weeks of sequencing, half a year to the next
//! follow-up); the others are working targets of ours, so that the oldest can come first.

use std::collections::BTreeMap;

use ::words::{At, Text};
use ledger::Recorded;

use crate::{
    rules::known::Known,
    words::{Change, Strand, Task},
};

/// Whose people do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The hospital of the case.
    Hospital,
    /// The laboratory that a tube was sent to, or that the order went to.
    Laboratory,
    /// The centre.
    Centre,
}

/// A kind of task.
pub struct Kind {
    /// Its id, stored with every task; never renamed.
    pub id: &'static str,
    /// Who may do it.
    pub roles: &'static [&'static str],
    /// Where.
    pub place: Place,
    /// To which strand of the cord it belongs.
    pub strand: Strand,
    /// What waits, as a noun phrase or a short sentence.
    pub says: Text,
    /// The one button.
    pub verb: Text,
    /// The promise in days, where the event does not say a day.
    pub days: i64,
    /// Where it is done, from the case and the key. Empty where the reader has no page for it.
    pub url: fn(&str, &str) -> String,
    /// What an event does to it.
    pub hear: fn(&Recorded, &Known, &mut Of<'_, '_>),
}

macro_rules! kinds {
    ($(mod $name:ident;)*) => {
        $(mod $name;)*
        /// All kinds, in the order of the programme.
        pub static KINDS: &[&Kind] = &[$(&$name::KIND),*];
        /// Their files, for the mark of the rules.
        pub(crate) const SOURCES: &[&str] =
            &[$(include_str!(concat!("tasks/", stringify!($name), ".rs"))),*];
    };
}

kinds! {
    mod exception_decide;
    mod consent_take;
    mod consent_again;
    mod sheet_fill;
    mod sheet_gaps;
    mod tube_plan;
    mod tube_send;
    mod tube_receive;
    mod tube_accept;
    mod order_release;
    mod sequence;
    mod quarantine_decide;
    mod redeliver;
    mod run_mend;
    mod gate_decide;
    mod finding_judge;
    mod second_read;
    mod finding_settle;
    mod report_sign;
    mod panel_plan;
    mod report_read;
    mod panel_vote;
    mod panel_close;
    mod panel_report_sign;
    mod confirm_order;
    mod confirm_result;
    mod counsel;
    mod report_shared;
    mod explain;
    mod question_answer;
    mod follow_up;
}

/// What is done with the patient, and ends when the patient dies. Analysis, verdicts, the panel and reports go on.
const WITH_PATIENT: [&str; 9] = [
    "consent_take",
    "consent_again",
    "tube_plan",
    "confirm_order",
    "confirm_result",
    "counsel",
    "explain",
    "question_answer",
    "follow_up",
];

/// The kind of an id.
#[must_use]
pub fn kind(id: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|k| k.id == id)
}

/// The kinds that a role does.
pub fn kinds_of(role: &str) -> impl Iterator<Item = &'static Kind> {
    KINDS
        .iter()
        .copied()
        .filter(move |k| k.roles.contains(&role))
}

/// What an event does to the tasks of its case.
pub struct Hand<'a> {
    event: &'a Recorded,
    known: &'a Known,
    open: &'a mut BTreeMap<String, Task>,
    changes: Vec<Change>,
}

/// The same, for one kind.
pub struct Of<'h, 'a> {
    hand: &'h mut Hand<'a>,
    kind: &'static Kind,
}

impl<'a> Hand<'a> {
    /// Before the event was heard.
    pub fn new(
        event: &'a Recorded,
        known: &'a Known,
        open: &'a mut BTreeMap<String, Task>,
    ) -> Self {
        Self {
            event,
            known,
            open,
            changes: Vec::new(),
        }
    }

    /// For one kind.
    pub fn of<'h>(&'h mut self, kind: &'static Kind) -> Of<'h, 'a> {
        Of { hand: self, kind }
    }

    /// What it came to.
    #[must_use]
    pub fn changes(self) -> Vec<Change> {
        self.changes
    }

    /// Nothing waits any more; answers what did.
    pub fn close_everything(&mut self) -> Vec<Task> {
        let all: Vec<Task> = self.open.values().cloned().collect();
        for id in all.iter().map(id) {
            self.close(&id);
        }
        all
    }

    /// Nothing waits any more about a person or a thing.
    pub fn close_of(&mut self, key: &str) {
        let about = self.open.values().filter(|t| t.key == key).map(id);
        for id in about.collect::<Vec<_>>() {
            self.close(&id);
        }
    }

    /// Nothing waits any more that is done with somebody who died; answers what did.
    pub fn close_with(&mut self, person: &str) -> Vec<Task> {
        let ends = |t: &&Task| self.is_with(&t.kind, &t.key, person);
        let all: Vec<Task> = self.open.values().filter(ends).cloned().collect();
        for id in all.iter().map(id) {
            self.close(&id);
        }
        all
    }

    /// Whether such a task is done with this person: with the person it names, else with the patient.
    fn is_with(&self, kind: &str, key: &str, person: &str) -> bool {
        let named = self.known.members.contains(key);
        let whose = if named { key } else { &self.known.proband };
        WITH_PATIENT.contains(&kind) && whose == person
    }

    /// Whether such a task can be done: whoever it is done with lives.
    fn can_be(&self, kind: &str, key: &str) -> bool {
        let mut dead = self.known.dead.iter();
        !dead.any(|person| self.is_with(kind, key, person))
    }

    /// It waits again, if it can be done.
    pub fn resume(&mut self, task: Task) {
        if self.can_be(&task.kind, &task.key) {
            self.reopen(task);
        }
    }

    /// It waits again, as it did.
    pub fn reopen(&mut self, task: Task) {
        self.open.insert(id(&task), task.clone());
        self.changes.push(Change::Opened(task));
    }

    fn close(&mut self, id: &str) {
        if let Some(task) = self.open.remove(id) {
            let (at, by) = (self.event.at, self.event.actor.account.to_string());
            self.changes.push(Change::Closed { task, at, by });
        }
    }
}

impl Of<'_, '_> {
    /// It waits from now on, with the kind's own promise.
    pub fn open(&mut self, key: &str) {
        self.add(key, None, "", None);
    }

    /// It waits for one account, until a day.
    pub fn open_for(&mut self, key: &str, account: &str, due: At) {
        self.add(key, None, account, Some(due));
    }

    /// It waits for anybody of the role but one account.
    pub fn open_except(&mut self, key: &str, account: &str) {
        self.add(key, None, &format!("!{account}"), None);
    }

    /// It waits until a day.
    pub fn open_until(&mut self, key: &str, due: At) {
        self.add(key, None, "", Some(due));
    }

    /// It waits from a day on, until another.
    pub fn open_from(&mut self, key: &str, since: At, due: At) {
        if self.is_open(key) {
            return;
        }
        self.add(key, None, "", Some(due));
        let id = format!("{}/{key}", self.kind.id);
        // nothing was added where it cannot be done any more
        if let Some(task) = self.hand.open.get_mut(&id) {
            task.since = since;
            let opened = Change::Opened(task.clone());
            self.hand.changes.pop();
            self.hand.changes.push(opened);
        }
    }

    /// It waits at a laboratory.
    pub fn open_at(&mut self, key: &str, site: &str) {
        self.add(key, Some(site), "", None);
    }

    /// It was done.
    pub fn close(&mut self, key: &str) {
        let id = format!("{}/{key}", self.kind.id);
        self.hand.close(&id);
    }

    /// All of the kind were done, or need not be done any more.
    pub fn close_all(&mut self) {
        let own = |t: &&Task| t.kind == self.kind.id;
        let all: Vec<_> = self.hand.open.values().filter(own).map(id).collect();
        for id in all {
            self.hand.close(&id);
        }
    }

    /// Whether it waits.
    #[must_use]
    pub fn is_open(&self, key: &str) -> bool {
        self.hand
            .open
            .contains_key(&format!("{}/{key}", self.kind.id))
    }

    fn add(&mut self, key: &str, site: Option<&str>, account: &str, due: Option<At>) {
        if self.is_open(key) || !self.hand.can_be(self.kind.id, key) {
            return;
        }
        let (kind, at) = (self.kind, self.hand.event.at);
        let own = match kind.place {
            Place::Hospital => &self.hand.known.site,
            Place::Laboratory => &self.hand.known.vendor,
            Place::Centre => "",
        };
        self.hand.reopen(Task {
            kind: kind.id.to_owned(),
            key: key.to_owned(),
            site: site.unwrap_or(own).to_owned(),
            account: account.to_owned(),
            since: at,
            due: due.unwrap_or_else(|| at.plus_days(kind.days)),
        });
    }
}

/// Of a case there is one task of a kind and a key.
#[must_use]
pub fn id(task: &Task) -> String {
    format!("{}/{}", task.kind, task.key)
}

/// What happened: kind and type of the event.
fn what(event: &Recorded) -> (&str, &str) {
    (&event.kind, &event.event)
}
