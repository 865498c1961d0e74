//! Before the explanation: confirmatory tests and counselling.

use report::facts::{ConfirmTest, Return};
use words::{CaseId, Digest};

use super::{Disclosure, Event, Facts, Refusal};
use crate::words::{Counselling, Meeting};

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
        Counselling::Requested if stands != Counselling::Requested => {
            Ok(Event::CounsellingRequested { case })
        }
        Counselling::Done => Ok(Event::CounsellingDone { case, meeting }),
        Counselling::Declined if stands != Counselling::Declined => {
            Ok(Event::CounsellingDeclined { case })
        }
        _ => Err(Refusal::NothingNew),
    }
}
