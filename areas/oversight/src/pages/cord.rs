//! A case's progress as a cord.

use ::words::{Text, text};
use web::page::{Cord, Knot, KnotState, Loop, Meeting};

use crate::{
    rules::{member, steps::STEPS},
    words::{Progress, Step, Strand, Trouble},
};

/// The cord that staff see; its knots lead to their events in the history of the case.
#[must_use]
pub fn of_staff(progress: &Progress, case: &str) -> Cord {
    let label = |step: &Step| Some(step.label.clone());
    draw(progress, progress.next, label, Some(case))
}

/// The cord of one member of a family, as staff see it.
#[must_use]
pub fn of_member(progress: &Progress, is_patient: bool, case: &str) -> Cord {
    let label = |step: &Step| member::has(step, is_patient).then(|| step.label.clone());
    draw(progress, progress.next, label, Some(case))
}

/// The cord that the patient sees: no trouble, no undisclosed step, plain words.
#[must_use]
pub fn of_patient(progress: &Progress) -> Cord {
    let next = next_of_patient(progress);
    draw(progress, next, |step| step.patient.clone(), None)
}

/// The next step among those the patient should see. A step that is hidden must not move it.
fn next_of_patient(progress: &Progress) -> Option<&'static Step> {
    let reached = |step: &'static Step| progress.reached.iter().any(|r| std::ptr::eq(r.step, step));
    let seen = || STEPS.iter().filter(|s| s.patient.is_some());
    let walked = seen().enumerate().filter(|(_, s)| reached(s)).last();
    let walked = walked.map_or(0, |(at, _)| at + 1);
    seen().skip(walked).find(|s| s.always)
}

fn draw(
    progress: &Progress,
    next: Option<&'static Step>,
    label: impl Fn(&Step) -> Option<Text>,
    case: Option<&str>,
) -> Cord {
    let mut cord = Cord {
        cut: progress.withdrawn,
        ended: progress.died,
        ..Cord::default()
    };
    let anchor =
        |seq: i64| case.map_or_else(String::new, |c| format!("/cases/{c}/history#event-{seq}"));
    for strand in Strand::ALL {
        let Some(lane) = cord.strands.get_mut(strand.lane()) else {
            continue;
        };
        for step in STEPS.iter().filter(|s| s.strand == strand) {
            let reached = progress.reached.iter().find(|r| std::ptr::eq(r.step, step));
            if reached.is_none() && !step.always {
                continue;
            }
            let Some(label) = label(step) else { continue };
            lane.push(Knot {
                label,
                state: stands(progress, step, reached.is_some(), next),
                at: reached.map(|r| r.at),
                anchor: reached.map_or_else(String::new, |r| anchor(r.seq)),
            });
        }
        let troubles = progress.troubles.iter().filter(|t| t.strand == strand);
        for trouble in troubles.filter(|_| case.is_some()) {
            hang(lane, trouble, anchor(trouble.seq));
        }
    }
    cord.meetings = meetings(&cord);
    if case.is_some() {
        cord.loops = loops(progress, &cord);
    }
    cord
}

fn stands(
    progress: &Progress,
    step: &Step,
    is_reached: bool,
    next: Option<&'static Step>,
) -> KnotState {
    if is_reached {
        KnotState::Done
    } else if progress.withdrawn.is_some() || progress.died.is_some() {
        KnotState::Stopped
    } else if next.is_some_and(|next| std::ptr::eq(next, step)) {
        KnotState::Now
    } else {
        KnotState::Waiting
    }
}

/// Puts a trouble where it happened.
fn hang(lane: &mut Vec<Knot>, trouble: &Trouble, anchor: String) {
    let state = if trouble.solved {
        KnotState::Solved
    } else {
        KnotState::Problem
    };
    let (label, at) = (trouble.label.clone(), Some(trouble.at));
    let later = |k: &Knot| k.at.is_none_or(|t| t > trouble.at);
    let place = lane.iter().position(later).unwrap_or(lane.len());
    lane.insert(
        place,
        Knot {
            label,
            state,
            at,
            anchor,
        },
    );
}

/// What was done once more is a bow back to the knot it repeats.
fn loops(progress: &Progress, cord: &Cord) -> Vec<Loop> {
    let mut seen: Vec<&str> = progress.again.iter().map(|a| a.what.as_str()).collect();
    seen.dedup();
    let bow = |what: &&str| {
        let (strand, from, back, label) = match *what {
            "recollected" => (
                Strand::Specimen,
                "specimen_received",
                "specimen_collected",
                text!("再採取", "collected again"),
            ),
            "topped_up" => (
                Strand::Genome,
                "data_accepted",
                "sequencing",
                text!("追加のシークエンス", "top-up"),
            ),
            "second_panel" => (
                Strand::Clinic,
                "panel_done",
                "panel_scheduled",
                text!("2回目の会議", "second panel"),
            ),
            _ => (
                Strand::Genome,
                "report_signed",
                "report_draft",
                text!("レポートの改訂", "amended report"),
            ),
        };
        let (lane, from) = knot_of(cord, strand, from)?;
        let (_, back_to) = knot_of(cord, strand, back)?;
        Some(Loop {
            lane,
            from,
            back_to,
            label,
        })
    };
    seen.iter().filter_map(bow).collect()
}

/// Strand and position of a step in a cord of staff.
fn knot_of(cord: &Cord, strand: Strand, word: &str) -> Option<(usize, usize)> {
    let step = STEPS.iter().find(|s| s.state == word)?;
    let lane = cord.strands.get(strand.lane())?;
    let at = lane.iter().position(|k| k.label == step.label)?;
    Some((strand.lane(), at))
}

/// Strands meet where facts meet: specimen and genome at sequencing, genome and clinic at the panel.
fn meetings(cord: &Cord) -> Vec<Meeting> {
    let pairs = [
        [
            (Strand::Consent, "consented"),
            (Strand::Specimen, "specimen_collected"),
        ],
        [
            (Strand::Specimen, "ordered"),
            (Strand::Genome, "sequencing"),
        ],
        [
            (Strand::Genome, "report_signed"),
            (Strand::Clinic, "panel_scheduled"),
        ],
    ];
    pairs
        .iter()
        .filter_map(|pair| {
            let knots: Option<Vec<_>> = pair
                .iter()
                .map(|(strand, word)| knot_of(cord, *strand, word))
                .collect();
            knots.map(|knots| Meeting { knots })
        })
        .collect()
}
