//! After the explanation: the report is opened, follow-ups are held.

use words::Digest;

use super::{Disclosure, Event, Facts, Refusal};

use crate::words::{Attendee, FamilyLetter, six_months_after};

pub fn open_lay(state: Option<&Disclosure>, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let state = state.ok_or(Refusal::NotExplained)?;
    let explained = state.explained.as_ref().ok_or(Refusal::NotExplained)?;
    let first = state.opened_at.is_none() && matches!(facts.role.as_str(), "patient" | "proxy");
    let opened = Event::LayOpened {
        version: explained.lay_version,
        at: facts.now,
    };
    Ok(if first { vec![opened] } else { vec![] })
}

pub fn follow_up(
    state: Option<&Disclosure>,
    status: String,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    state
        .and_then(|s| s.explained.as_ref())
        .ok_or(Refusal::NotExplained)?;
    if !["alive", "deceased", "unknown"].contains(&status.as_str()) {
        return Err(Refusal::NoSuchStatus(status));
    }
    let last = status == "deceased";
    let mut events = vec![Event::FollowedUp { status }];
    if !last {
        events.push(Event::FollowUpDue {
            due: six_months_after(facts.now.day()),
        });
    }
    Ok(events)
}

/// A letter for a relative: after the explanation only, so that nothing is told past the person; it names a finding only
/// if that was explained and the person agreed that relatives are told.
pub fn write(
    state: Option<&Disclosure>,
    to: Attendee,
    findings: Vec<String>,
    letter: Digest,
    facts: &Facts,
) -> Result<Event, Refusal> {
    let explained = state
        .and_then(|s| s.explained.as_ref())
        .ok_or(Refusal::NotExplained)?;
    if !to.is_kin() {
        return Err(Refusal::NotKin(to));
    }
    if let Some(other) = findings.iter().find(|f| !explained.findings.contains(f)) {
        return Err(Refusal::MayNotTell(other.clone()));
    }
    if !findings.is_empty() && !report::facts::relatives(&facts.choices) {
        return Err(Refusal::RelativeNotAgreed(to));
    }
    Ok(Event::LetterWritten {
        letter: FamilyLetter {
            to,
            letter,
            findings,
            at: facts.now,
            by: facts.account.clone(),
        },
    })
}
