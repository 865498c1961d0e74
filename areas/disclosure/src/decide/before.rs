//! Before the explanation: confirmatory tests and counselling.

use report::facts::{ConfirmTest, Return};
use words::{At, CaseId, Digest};

use super::{Disclosure, Event, Facts, Refusal};
use crate::words::{Counselling, Ground, Meeting, Urgency};

pub fn order(
    state: Option<&Disclosure>,
    finding: String,
    test: ConfirmTest,
    facts: &Facts,
) -> Result<Event, Refusal> {
    let panel = facts
        .panel
        .as_ref()
        .filter(|_| facts.panel_report_signed)
        .ok_or(Refusal::TooEarly)?;
    let asked = panel.outcomes.iter().find(|o| o.finding == finding);
    let asked = asked
        .filter(|o| o.give_back == Return::AfterConfirmation)
        .ok_or_else(|| Refusal::NotAsked(finding.clone()))?;
    let standing = state.and_then(|s| s.tests.get(&asked.finding));
    // A test without an answer may not be ordered again; after an answer it may be repeated.
    if standing.is_some_and(|t| t.confirmed.is_none()) {
        return Err(Refusal::OrderedAlready(finding));
    }
    Ok(Event::ConfirmOrdered {
        case: facts.case.clone(),
        finding,
        test,
        asked_by: format!("panel:{}@{}", panel.panel, panel.version),
        at: facts.now,
    })
}

pub fn answer(
    state: Option<&Disclosure>,
    finding: String,
    confirmed: bool,
    report: Option<Digest>,
) -> Result<Event, Refusal> {
    let test = state
        .and_then(|s| s.tests.get(&finding))
        .ok_or_else(|| Refusal::NotOrdered(finding.clone()))?;
    if test.confirmed.is_some() {
        return Err(Refusal::AnsweredAlready(finding));
    }
    Ok(if confirmed {
        Event::Confirmed { finding, report }
    } else {
        Event::NotConfirmed { finding, report }
    })
}

pub fn counsel(
    state: Option<&Disclosure>,
    step: Counselling,
    meeting: Option<Meeting>,
    case: CaseId,
) -> Result<Event, Refusal> {
    let stands = state.map_or(Counselling::None, |s| s.counselling);
    match step {
        Counselling::Requested
            if !matches!(stands, Counselling::Requested | Counselling::Scheduled) =>
        {
            Ok(Event::CounsellingRequested {
                case,
                urgency: None,
                ground: None,
                at: None,
            })
        }
        Counselling::Done => Ok(Event::CounsellingDone { case, meeting }),
        Counselling::Declined if stands != Counselling::Declined => {
            Ok(Event::CounsellingDeclined { case })
        }
        _ => Err(Refusal::NothingNew),
    }
}

pub fn ask(
    state: Option<&Disclosure>,
    urgency: Urgency,
    ground: Ground,
    facts: &Facts,
) -> Result<Event, Refusal> {
    let stands = state.map_or(Counselling::None, |s| s.counselling);
    if matches!(stands, Counselling::Requested | Counselling::Scheduled) {
        return Err(Refusal::NothingNew);
    }
    Ok(Event::CounsellingRequested {
        case: facts.case.clone(),
        urgency: Some(urgency),
        ground: Some(ground),
        at: Some(facts.now),
    })
}

pub fn schedule(
    state: Option<&Disclosure>,
    slot: At,
    meeting: Meeting,
    facts: &Facts,
) -> Result<Event, Refusal> {
    let state = state.ok_or(Refusal::NotAskedFor)?;
    match state.counselling {
        Counselling::Requested | Counselling::Scheduled if slot < facts.now => {
            Err(Refusal::TimeIsOver)
        }
        Counselling::Scheduled
            if state.talk.slot == Some(slot) && state.talk.meeting == Some(meeting) =>
        {
            Err(Refusal::NothingNew)
        }
        Counselling::Requested | Counselling::Scheduled => {
            Ok(Event::CounsellingScheduled { slot, meeting })
        }
        _ => Err(Refusal::NotAskedFor),
    }
}

pub fn summarise(state: Option<&Disclosure>, summary: Digest) -> Result<Event, Refusal> {
    match state.map(|s| s.counselling) {
        Some(Counselling::Done) => Ok(Event::CounsellingSummarised { summary }),
        _ => Err(Refusal::NotHeld),
    }
}
