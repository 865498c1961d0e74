//! The decision and the fold.

use std::collections::BTreeSet;

use super::{Command, Decision, Event, Facts, Refusal, State};
use crate::words::{Answer, Sample, Status};

pub(super) fn decide(
    state: Option<&State>,
    command: Command,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let Some(state) = state else {
        return match command {
            Command::Plan {
                id,
                case,
                mode,
                samples,
                profile,
            } => {
                if let Some(other) = &facts.another {
                    return Err(Refusal::AnotherRun(other.clone()));
                }
                covered(&samples, facts)?;
                Ok(vec![Event::Planned {
                    id,
                    case,
                    mode,
                    samples,
                    profile,
                    consents: facts.consents.clone(),
                }])
            }
            _ => Err(Refusal::Unknown),
        };
    };
    match command {
        Command::Plan { .. } => Err(Refusal::AlreadyPlanned),
        Command::Start => match state.status {
            Status::Planned => covered(&state.samples, facts).map(|()| vec![Event::Started]),
            // A worker that was killed takes up its own run again.
            Status::Running => Ok(vec![]),
            status => Err(Refusal::Status(status)),
        },
        Command::Finish(results) => {
            at(state, Status::Running).map(|()| vec![Event::Analysed { results: *results }])
        }
        Command::Fail { code, step } => {
            at(state, Status::Running).map(|()| vec![Event::Failed { code, step }])
        }
        Command::Decide(decision) => judge(state, decision, facts),
        Command::Cancel => match state.status {
            Status::Planned | Status::Running => Ok(vec![Event::Cancelled]),
            status => Err(Refusal::Status(status)),
        },
        Command::Supersede => match state.status {
            Status::Planned | Status::Running | Status::GatesOpen | Status::Accepted => {
                Ok(vec![Event::Superseded])
            }
            status => Err(Refusal::Status(status)),
        },
        Command::Withdraw { consent, forget_at } => match state.status {
            Status::Withdrawn => Ok(vec![]),
            _ => Ok(vec![Event::Withdrawn {
                id: state.id.clone(),
                consent,
                forget_at,
            }]),
        },
        Command::Forget => match (state.status, state.forgotten) {
            (Status::Withdrawn, false) => Ok(vec![Event::Forgotten]),
            (Status::Withdrawn, true) => Ok(vec![]),
            (status, _) => Err(Refusal::Status(status)),
        },
    }
}

/// Every person whose reads are used has a consent in force.
fn covered(samples: &[Sample], facts: &Facts) -> Result<(), Refusal> {
    let persons: BTreeSet<_> = samples.iter().map(|s| &s.person).collect();
    if facts.consents.len() < persons.len() {
        Err(Refusal::NoConsent)
    } else {
        Ok(())
    }
}

fn at(state: &State, status: Status) -> Result<(), Refusal> {
    if state.status == status {
        Ok(())
    } else {
        Err(Refusal::Status(state.status))
    }
}

/// A swap cannot be accepted by anybody; a gate that did not pass needs a reason; a rejection always has one.
fn judge(state: &State, decision: Decision, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    at(state, Status::GatesOpen)?;
    let gates = state
        .results
        .as_ref()
        .map(|r| r.gates.as_slice())
        .unwrap_or_default();
    if !decision.accept {
        return decision
            .reason
            .map(|reason| vec![Event::Rejected { reason }])
            .ok_or(Refusal::NoReason);
    }
    covered(&state.samples, facts)?;
    if let Some(gate) = gates.iter().find(|g| g.hard_stop) {
        return Err(Refusal::HardStop(gate.gate.clone()));
    }
    if decision.reason.is_none()
        && gates
            .iter()
            .any(|g| matches!(g.answer, Answer::Warn | Answer::Fail))
    {
        return Err(Refusal::NoReason);
    }
    Ok(vec![Event::Accepted {
        reason: decision.reason,
    }])
}

pub(super) fn evolve(state: Option<State>, event: &Event) -> Option<State> {
    if let Event::Planned {
        id,
        case,
        mode,
        samples,
        profile,
        ..
    } = event
    {
        return Some(State {
            id: id.clone(),
            case: case.clone(),
            mode: *mode,
            samples: samples.clone(),
            profile: profile.clone(),
            status: Status::Planned,
            results: None,
            decision: None,
            failure: None,
            forget_at: None,
            forgotten: false,
        });
    }
    let mut state = state?;
    match event {
        Event::Planned { .. } => {}
        Event::Started => state.status = Status::Running,
        Event::Analysed { results } => {
            state.status = Status::GatesOpen;
            state.results = Some(results.clone());
        }
        Event::Failed { code, step } => {
            state.status = Status::Failed;
            state.failure = Some((code.clone(), step.clone()));
        }
        Event::Accepted { reason } => {
            state.status = Status::Accepted;
            state.decision = Some(Decision {
                accept: true,
                reason: *reason,
            });
        }
        Event::Rejected { reason } => {
            state.status = Status::Rejected;
            state.decision = Some(Decision {
                accept: false,
                reason: Some(*reason),
            });
        }
        Event::Cancelled | Event::Superseded => state.status = Status::Cancelled,
        Event::Withdrawn { forget_at, .. } => {
            state.status = Status::Withdrawn;
            state.forget_at = Some(*forget_at);
        }
        Event::Forgotten => state.forgotten = true,
    }
    Some(state)
}
