//! What follows from a wish, and what an event makes of the state.

use std::collections::BTreeMap;

use super::{Command, Event, Judgement, Refusal, State, Status, Verdict, id_of};

/// Tiers as they are written.
const TIERS: [&str; 6] = ["I-A", "I-B", "II-C", "II-D", "III", "IV"];

fn judge(state: &State, finding: String, judgement: Judgement) -> Result<Vec<Event>, Refusal> {
    let outcome = state.outcome.as_ref().ok_or(Refusal::NotReady)?;
    if !outcome.findings.contains(&finding) {
        return Err(Refusal::Unknown);
    }
    let level = judgement.level.is_none_or(|l| (1..=3).contains(&l));
    let tier = judgement.tier.as_deref().is_none_or(|t| TIERS.contains(&t));
    if !level || !tier {
        return Err(Refusal::NoSuchGrade);
    }
    let changes = judgement.level.is_some()
        || judgement.tier.is_some()
        || judgement.verdict == Verdict::Rejected;
    if changes && judgement.reason.is_none() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::Judged { finding, judgement }])
}

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
        (Some(state), Command::Judge { finding, judgement }) => judge(state, finding, judgement),
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
        Event::Judged { finding, judgement } => {
            state.judged.insert(finding.clone(), judgement.clone());
        }
        Event::Withdrawn { .. } => state.status = Status::Withdrawn,
    }
    Some(state)
}
