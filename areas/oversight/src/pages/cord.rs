//! A case's progress as a cord.

use web::page::{Cord, Knot, KnotState, Meeting};
use words::Text;

use crate::{
    rules::steps::STEPS,
    words::{Progress, Step, Strand},
};

/// The cord that staff see.
#[must_use]
pub fn of_staff(progress: &Progress) -> Cord {
    draw(
        progress,
        progress.next,
        |step| Some(step.label.clone()),
        true,
    )
}

/// The cord that the patient sees: no trouble, no undisclosed step, plain words.
#[must_use]
pub fn of_patient(progress: &Progress) -> Cord {
    draw(
        progress,
        next_of_patient(progress),
        |step| step.patient.clone(),
        false,
    )
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
    staff: bool,
) -> Cord {
    let mut cord = Cord {
        cut: progress.withdrawn,
        ended: progress.died,
        ..Cord::default()
    };
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
            let stopped = progress.withdrawn.is_some() || progress.died.is_some();
            let state = match reached {
                Some(_) => KnotState::Done,
                None if stopped => KnotState::Stopped,
                None if next.is_some_and(|next| std::ptr::eq(next, step)) => KnotState::Now,
                None => KnotState::Waiting,
            };
            let anchor = match reached {
                Some(r) if staff => format!("#event-{}", r.seq),
                _ => String::new(),
            };
            lane.push(Knot {
                label,
                state,
                at: reached.map(|r| r.at),
                anchor,
            });
        }
        if staff {
            for trouble in progress.troubles.iter().filter(|t| t.strand == strand) {
                let state = if trouble.solved {
                    KnotState::Solved
                } else {
                    KnotState::Problem
                };
                let (label, at) = (trouble.label.clone(), Some(trouble.at));
                let knot = Knot {
                    label,
                    state,
                    at,
                    anchor: format!("#event-{}", trouble.seq),
                };
                let place = lane
                    .iter()
                    .position(|k| k.at.is_none_or(|t| t > trouble.at))
                    .unwrap_or(lane.len());
                lane.insert(place, knot);
            }
        }
    }
    cord.meetings = meetings(&cord);
    cord
}

/// Strands meet where facts meet: specimen and genome at sequencing, genome and clinic at the panel.
fn meetings(cord: &Cord) -> Vec<Meeting> {
    let find = |strand: Strand, word: &str| {
        let step = STEPS.iter().find(|s| s.state == word)?;
        let lane = cord.strands.get(strand.lane())?;
        let at = lane.iter().position(|k| k.label == step.label)?;
        Some((strand.lane(), at))
    };
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
                .map(|(strand, word)| find(*strand, word))
                .collect();
            knots.map(|knots| Meeting { knots })
        })
        .collect()
}
