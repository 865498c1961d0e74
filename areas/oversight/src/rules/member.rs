//! One member of a family: how far that person's own part has come. Consent, tubes and reads are a person's own; the run is
//! of all; what is decided, reported and explained is the patient's. Pure; nothing here knows what was found.

use std::collections::{BTreeMap, BTreeSet};

use ::words::text;
use ledger::Recorded;

use crate::{
    rules::{
        known::text,
        steps::{STEPS, step},
    },
    words::{Progress, Reached, Step, Strand, Trouble},
};

/// Steps that a member has for him- or herself.
const OWN: [&str; 9] = [
    "registered",
    "consented",
    "specimen_collected",
    "specimen_received",
    "ordered",
    "sequencing",
    "data_accepted",
    "primary_analysis",
    "analysis_qc",
];

/// Whether a step is drawn on the cord of a member: the patient has all, a parent those of the own part.
#[must_use]
pub fn has(step: &Step, is_patient: bool) -> bool {
    is_patient || OWN.contains(&step.state)
}

/// What is remembered of a person while the events go by.
#[derive(Default)]
struct Own {
    consents: BTreeSet<String>,
    planned: BTreeSet<String>,
    collected: BTreeSet<String>,
    received: BTreeSet<String>,
    read: BTreeSet<String>,
    deliveries: BTreeMap<String, String>,
}

impl Own {
    fn all(&self, done: &BTreeSet<String>) -> bool {
        !self.planned.is_empty() && self.planned.is_subset(done)
    }

    /// The step that an event leads this person to.
    fn reaches(&mut self, event: &Recorded, person: &str) -> Option<&'static str> {
        let (id, payload) = (&event.id, &event.payload);
        let own_tube = self.planned.contains(id);
        match (event.kind.as_str(), event.event.as_str()) {
            ("case", "registered" | "exception_approved") => Some("registered"),
            ("consent", "activated") if text(payload, "person") == person => {
                self.consents.insert(id.clone());
                Some("consented")
            }
            ("tube", "planned") if text(payload, "person") == person => {
                self.planned.insert(id.clone());
                None
            }
            ("tube", "found_nonconforming") => {
                self.planned.remove(id);
                None
            }
            ("tube", "collected") if own_tube => {
                self.collected.insert(id.clone());
                self.all(&self.collected).then_some("specimen_collected")
            }
            ("tube", "accepted") if own_tube => {
                self.received.insert(id.clone());
                self.all(&self.received).then_some("specimen_received")
            }
            ("order", "released") => Some("ordered"),
            ("delivery", "announced") => {
                let of = payload.pointer("/manifest/specimen");
                let of = of.and_then(|s| s.as_str()).unwrap_or_default();
                let own = self.planned.contains(of);
                self.deliveries
                    .extend(own.then(|| (id.clone(), of.to_owned())));
                own.then_some("sequencing")
            }
            ("order", "data_accepted") => {
                self.read.insert(text(payload, "specimen").to_owned());
                self.all(&self.read).then_some("data_accepted")
            }
            ("run", "analysed") => Some("primary_analysis"),
            ("run", "accepted") => Some("analysis_qc"),
            _ => None,
        }
    }

    /// What stopped this person's part, and what mended it.
    fn trouble(&self, event: &Recorded, person: &str, was_own: bool, out: &mut Progress) {
        let own_delivery = self.deliveries.contains_key(&event.id);
        let (strand, label) = match (event.kind.as_str(), event.event.as_str()) {
            ("delivery", "quarantined") if own_delivery => {
                (Strand::Genome, text!("データ隔離", "Data in quarantine"))
            }
            ("tube", "found_nonconforming") if was_own => {
                (Strand::Specimen, text!("不適合検体", "Nonconforming tube"))
            }
            ("delivery", "accepted") if own_delivery => return mend(out, Strand::Genome),
            ("tube", "accepted") if was_own => return mend(out, Strand::Specimen),
            ("consent", "withdrawn") if text(&event.payload, "person") == person => {
                out.withdrawn = Some(event.at);
                return;
            }
            ("consent", "withdrawal_taken_back" | "activated")
                if text(&event.payload, "person") == person =>
            {
                out.withdrawn = None;
                return;
            }
            ("case", "died" | "member_died") if text(&event.payload, "person") == person => {
                out.died = Some(event.at);
                return;
            }
            ("case", "death_corrected") if text(&event.payload, "person") == person => {
                out.died = None;
                return;
            }
            _ => return,
        };
        out.troubles.push(Trouble {
            strand,
            label,
            at: event.at,
            seq: event.seq,
            solved: false,
            failed: None,
        });
    }
}

fn mend(out: &mut Progress, strand: Strand) {
    for trouble in out.troubles.iter_mut().filter(|t| t.strand == strand) {
        trouble.solved = true;
    }
}

/// How far one member has come, from the events of the case in order. What the patient has beyond the own part is taken
/// from the progress of the `whole` case.
#[must_use]
pub fn of(events: &[Recorded], person: &str, is_patient: bool, whole: &Progress) -> Progress {
    let (mut out, mut own) = (Progress::default(), Own::default());
    for event in events {
        let was_own = own.planned.contains(&event.id);
        let reached = own.reaches(event, person);
        own.trouble(event, person, was_own, &mut out);
        // after the own withdrawal nothing happens with this person any more
        if let Some(state) = reached.filter(|_| out.withdrawn.is_none()) {
            reach(&mut out, state, event);
        }
    }
    if is_patient {
        let later = whole
            .reached
            .iter()
            .filter(|r| !OWN.contains(&r.step.state));
        out.reached.extend(later.cloned());
        out.again.clone_from(&whole.again);
    }
    let order = |r: &Reached| STEPS.iter().position(|s| std::ptr::eq(s, r.step));
    out.reached.sort_by_key(order);
    let furthest = out.reached.last().and_then(order);
    let mut later = STEPS.iter().enumerate().filter(|(at, s)| {
        s.always && has(s, is_patient) && furthest.is_none_or(|furthest| *at > furthest)
    });
    out.next = later.next().map(|(_, s)| s);
    out
}

fn reach(out: &mut Progress, state: &str, event: &Recorded) {
    let Some(step) = step(state) else { return };
    if out.reached.iter().any(|r| std::ptr::eq(r.step, step)) {
        return;
    }
    let (at, seq) = (event.at, event.seq);
    out.reached.push(Reached { step, at, seq });
}
