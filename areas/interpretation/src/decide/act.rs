//! What follows from a wish, and what an event makes of the state.

use std::collections::BTreeMap;

use super::{Command, Event, Refusal, State, Status, id_of};

/// Decides.
pub(super) fn decide(state: Option<&State>, command: Command) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Request { case, run }) => Ok(vec![Event::Requested {
            id: id_of(&run),
            case,
            run,
        }]),
        (Some(state), Command::Withdraw { consent }) if state.status != Status::Withdrawn => {
            Ok(vec![Event::Withdrawn { consent }])
        }
        (Some(_), Command::Withdraw { .. } | Command::Request { .. }) => Ok(vec![]),
        (None, _) => Err(Refusal::Unknown),
        (Some(state), _) if state.status == Status::Withdrawn => Err(Refusal::Withdrawn),
        (Some(state), Command::Finish(outcome)) => Ok(waiting(state, Event::Ready { outcome })),
        (Some(state), Command::Fail(failure)) => Ok(waiting(state, Event::Failed { failure })),
        (Some(state), Command::Retry) => retry(state),
        (Some(state), Command::KeepReads(kept)) if state.status == Status::Ready => {
            let again = state.reads.as_ref() == Some(&kept);
            Ok((!again)
                .then_some(Event::ReadsKept { kept })
                .into_iter()
                .collect())
        }
        (Some(_), Command::KeepReads(_)) => Err(Refusal::NotReady),
    }
}

/// Two workers may have done the same: the first answer counts.
fn waiting(state: &State, event: Event) -> Vec<Event> {
    match state.status {
        Status::Requested => vec![event],
        _ => vec![],
    }
}

fn retry(state: &State) -> Result<Vec<Event>, Refusal> {
    if state.status != Status::Failed {
        return Err(Refusal::NotFailed);
    }
    Ok(vec![Event::Retried {
        id: id_of(&state.run),
        attempt: state.attempt.unwrap_or(0) + 1,
    }])
}

/// Folds.
pub(super) fn evolve(state: Option<State>, event: &Event) -> Option<State> {
    if let Event::Requested { case, run, .. } = event {
        return Some(State {
            case: case.clone(),
            run: run.clone(),
            status: Status::Requested,
            outcome: None,
            failure: None,
            attempt: None,
            judged: BTreeMap::new(),
            reads: None,
        });
    }
    let mut state = state?;
    match event {
        Event::Requested { .. } => {}
        Event::Ready { outcome } => {
            state.status = Status::Ready;
            state.outcome = Some(outcome.clone());
        }
        Event::Failed { failure } => {
            state.status = Status::Failed;
            state.failure = Some(failure.clone());
        }
        Event::Retried { attempt, .. } => {
            state.status = Status::Requested;
            state.failure = None;
            state.attempt = Some(*attempt);
        }
        Event::ReadsKept { kept } => state.reads = Some(kept.clone()),
        Event::Judged { finding, judgement } => {
            state.judged.insert(finding.clone(), judgement.clone());
        }
        Event::Withdrawn { .. } => state.status = Status::Withdrawn,
    }
    Some(state)
}
