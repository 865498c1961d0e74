//! Folds the events of a case into its progress. Pure; knows events by kind and type tag only.

use std::collections::BTreeSet;

use interpretation::facts::Failure;
use ledger::Recorded;
use words::text;

use crate::{
    rules::steps::{STEPS, step},
    words::{Failed, Progress, Reached, Strand, Trouble},
};

/// What must be counted before a step is reached.
#[derive(Default)]
struct Counts {
    members: usize,
    consents: BTreeSet<String>,
    planned: BTreeSet<String>,
    collected: BTreeSet<String>,
    received: BTreeSet<String>,
}

impl Counts {
    fn all(&self, done: &BTreeSet<String>) -> bool {
        !self.planned.is_empty() && self.planned.is_subset(done)
    }
}

/// How far a case has come, from its events in order.
#[must_use]
pub fn progress(events: &[Recorded]) -> Progress {
    let mut out = Progress::default();
    let mut counts = Counts {
        members: 1,
        ..Counts::default()
    };
    for event in events {
        if let Some(state) = reaches(event, &mut counts) {
            reach(&mut out, state, event);
        }
        trouble(&mut out, event);
    }
    let order = |r: &Reached| STEPS.iter().position(|s| std::ptr::eq(s, r.step));
    out.reached.sort_by_key(order);
    let furthest = out.reached.last().and_then(order);
    out.next = STEPS
        .iter()
        .enumerate()
        .filter(|(at, s)| s.always && furthest.is_none_or(|f| *at > f))
        .map(|(_, s)| s)
        .next();
    out
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
        actor: event.actor.clone(),
        consent: event.consent.clone(),
    });
}

/// The state word an event leads to, if it leads to one.
fn reaches(event: &Recorded, counts: &mut Counts) -> Option<&'static str> {
    let field = |name: &str| event.payload.get(name).and_then(|v| v.as_str());
    let (id, all_tubes);
    match (event.kind.as_str(), event.event.as_str()) {
        ("case", "registered") => {
            counts.members = event
                .payload
                .get("members")
                .and_then(|m| m.as_array())
                .map_or(1, Vec::len);
            Some("registered")
        }
        ("consent", "activated") => {
            counts.consents.insert(event.id.clone());
            (counts.consents.len() >= counts.members).then_some("consented")
        }
        ("tube", "planned") => {
            counts.planned.insert(event.id.clone());
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
fn trouble(out: &mut Progress, event: &Recorded) {
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
