//! After the explanation: the report is opened, follow-ups are held.

use super::{Disclosure, Event, Facts, Refusal};
use crate::words::six_months_after;

pub fn open_lay(state: Option<&Disclosure>, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let state = state.ok_or(Refusal::NotExplained)?;
    let explained = state.explained.as_ref().ok_or(Refusal::NotExplained)?;
    let first = state.opened_at.is_none() && facts.role == "patient";
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
