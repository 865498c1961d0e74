//! Folds the events of a case into its progress. Pure; knows events by kind and type tag only.

use std::collections::BTreeSet;

use ::words::text;
use interpretation::facts::Failure;
use ledger::Recorded;
use serde::{Deserialize, Serialize};

use crate::{
    rules::{
        known::text,
        steps::{STEPS, step},
    },
    words::{Again, Failed, Progress, Reached, Strand, Trouble},
};

/// What must be counted before a step is reached.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Counts {
    members: usize,
    proband: String,
    consents: BTreeSet<String>,
    planned: BTreeSet<String>,
    collected: BTreeSet<String>,
    received: BTreeSet<String>,
    nonconforming: BTreeSet<String>,
}

impl Counts {
    fn all(&self, done: &BTreeSet<String>) -> bool {
        !self.planned.is_empty() && self.planned.is_subset(done)
    }

    /// Takes in the next event of the case.
    pub fn hear(&mut self, event: &Recorded, out: &mut Progress) {
        repeated(out, event, self);
        if let Some(state) = reaches(event, self) {
            reach(out, state, event);
        }
        trouble(out, event, &self.proband);
        let order = |r: &Reached| STEPS.iter().position(|s| std::ptr::eq(s, r.step));
        out.reached.sort_by_key(order);
        let furthest = out.reached.last().and_then(order);
        out.next = STEPS
            .iter()
            .enumerate()
            .filter(|(at, s)| s.always && furthest.is_none_or(|f| *at > f))
            .map(|(_, s)| s)
            .next();
    }
}

/// How far a case has come, from its events in order.
#[must_use]
pub fn progress(events: &[Recorded]) -> Progress {
    let (mut out, mut counts) = (Progress::default(), Counts::default());
    out.next = STEPS.first();
    for event in events {
        counts.hear(event, &mut out);
    }
    out
}

/// What is done once more: a new tube for one that could not be used, a top-up, a second panel, an amended report.
fn repeated(out: &mut Progress, event: &Recorded, counts: &Counts) {
    let had = |state: &str| out.reached.iter().any(|r| r.step.state == state);
    let what = match (event.kind.as_str(), event.event.as_str()) {
        ("tube", "planned") if !counts.nonconforming.is_empty() => "recollected",
        ("delivery", "decided") if text(&event.payload, "decision") == "topup" => "topped_up",
        ("panel", "planned") if had("panel_done") => "second_panel",
        ("report", "drafted")
            if text(&event.payload, "kind") == "analysis" && had("report_signed") =>
        {
            "amended"
        }
        _ => return,
    };
    let (what, seq) = (what.to_owned(), event.seq);
    out.again.push(Again { what, seq });
}

fn reach(out: &mut Progress, state: &str, event: &Recorded) {
    let Some(step) = step(state) else { return };
    if out.reached.iter().any(|r| std::ptr::eq(r.step, step)) {
        return;
    }
    out.reached.push(Reached {
        step,
        at: event.at,
        seq: event.seq,
    });
}

/// The state word an event leads to, if it leads to one.
fn reaches(event: &Recorded, counts: &mut Counts) -> Option<&'static str> {
    let field = |name: &str| event.payload.get(name).and_then(|v| v.as_str());
    let (id, all_tubes);
    match (event.kind.as_str(), event.event.as_str()) {
        ("case", what @ ("registered" | "exception_asked")) => {
            let case = event.payload.get("case").unwrap_or(&event.payload);
            let members = case.get("members").and_then(|m| m.as_array());
            counts.members = members.map_or(1, Vec::len);
            let mut members = members.into_iter().flatten();
            let proband = members.find(|m| text(m, "relation") == "proband");
            let proband = proband.map_or("", |m| text(m, "person"));
            proband.clone_into(&mut counts.proband);
            (what == "registered").then_some("registered")
        }
        ("case", "exception_approved") => Some("registered"),
        ("case", "member_removed") => {
            counts.members = counts.members.saturating_sub(1);
            None
        }
        ("consent", "activated") => {
            counts.consents.insert(event.id.clone());
            (counts.consents.len() >= counts.members).then_some("consented")
        }
        ("tube", "planned") => {
            counts.planned.insert(event.id.clone());
            None
        }
        ("tube", "found_nonconforming") => {
            counts.nonconforming.insert(event.id.clone());
            counts.planned.remove(&event.id);
            None
        }
        ("tube", "collected") => {
            id = counts.collected.insert(event.id.clone());
            all_tubes = counts.all(&counts.collected);
            (id && all_tubes).then_some("specimen_collected")
        }
        ("tube", "accepted") => {
            id = counts.received.insert(event.id.clone());
            all_tubes = counts.all(&counts.received);
            (id && all_tubes).then_some("specimen_received")
        }
        ("order", "released") => Some("ordered"),
        ("delivery", "announced") => Some("sequencing"),
        ("order", "completed") => Some("data_accepted"),
        ("run", "analysed") => Some("primary_analysis"),
        ("run", "accepted") => Some("analysis_qc"),
        ("interpretation", "ready") => Some("annotated"),
        ("report", "drafted") if field("kind") == Some("analysis") => Some("report_draft"),
        ("report", "signed") => match event.id.rsplit('.').next() {
            Some("analysis") => Some("report_signed"),
            Some("panel") => Some("panel_report_signed"),
            _ => None,
        },
        ("panel", "planned") => Some("panel_scheduled"),
        ("panel", "closed") => Some("panel_done"),
        ("disclosure", "confirm_ordered") => Some("confirm_ordered"),
        ("disclosure", "confirmed") => Some("confirmed"),
        ("disclosure", "not_confirmed") => Some("not_confirmed"),
        ("disclosure", "explained") => Some("explained_to_patient"),
        ("disclosure", "followed_up") => Some("follow_up"),
        _ => None,
    }
}

/// What stops a case, and what mends it.
fn trouble(out: &mut Progress, event: &Recorded, proband: &str) {
    let mut stop = |strand, label| {
        out.troubles.push(Trouble {
            strand,
            label,
            at: event.at,
            seq: event.seq,
            solved: false,
            failed: failed(event),
        });
    };
    match (event.kind.as_str(), event.event.as_str()) {
        ("delivery", "quarantined") => {
            stop(Strand::Genome, text!("データ隔離", "Data in quarantine"))
        }
        ("tube", "found_nonconforming") => {
            stop(Strand::Specimen, text!("不適合検体", "Nonconforming tube"))
        }
        ("run", "failed") => stop(Strand::Genome, text!("解析失敗", "Analysis failed")),
        ("interpretation", "failed") => {
            stop(Strand::Genome, text!("意味づけ失敗", "Annotation failed"))
        }
        ("run", "rejected") => stop(Strand::Genome, text!("品質不適", "Quality refused")),
        ("delivery", "accepted")
        | ("run", "accepted")
        | ("interpretation", "retried" | "ready") => {
            mend(out, Strand::Genome);
        }
        ("tube", "accepted") => mend(out, Strand::Specimen),
        ("case", "withdrawn") => out.withdrawn = Some(event.at),
        ("case", "restored") => out.withdrawn = None,
        ("case", "died") => out.died = Some(event.at),
        ("case", "death_corrected") if text(&event.payload, "person") == proband => {
            out.died = None;
        }
        _ => {}
    }
}

/// Why work failed, from what its area recorded.
fn failed(event: &Recorded) -> Option<Failed> {
    match (event.kind.as_str(), event.event.as_str()) {
        ("interpretation", "failed") => {
            let failure = event.payload.get("failure")?;
            let reason = failure.get("code")?.as_str()?.to_owned();
            let failure: Failure = serde_json::from_value(failure.clone()).ok()?;
            Some(Failed {
                reason,
                said: failure.text(),
                next: failure.next(),
            })
        }
        ("run", "failed") => Some(Failed {
            reason: event.payload.get("code")?.as_str()?.to_owned(),
            said: text!("解析を終えられませんでした。", "The run could not finish."),
            next: text!(
                "原因を取り除いてから、新しい解析を始めてください。",
                "Mend the cause, then start another run."
            ),
        }),
        _ => None,
    }
}

fn mend(out: &mut Progress, strand: Strand) {
    for trouble in out.troubles.iter_mut().filter(|t| t.strand == strand) {
        trouble.solved = true;
    }
}
