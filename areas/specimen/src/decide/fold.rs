//! What the events of a tube add up to.

use super::{Event, State};
use crate::words::Status;

pub(super) fn evolve(state: Option<State>, event: &Event) -> Option<State> {
    let Some(mut tube) = state else {
        return begin(event);
    };
    match event {
        Event::Planned { .. } => {}
        Event::Collected { .. } => tube.status = Status::Collected,
        Event::Labelled { .. } => tube.status = Status::Labelled,
        Event::ScannedOut { transfer, .. } => {
            tube.status = Status::InTransit;
            tube.on_the_way = Some(transfer.clone());
        }
        Event::ScannedIn { at_site, .. } => {
            tube.status = Status::Received;
            tube.custodian = at_site.clone();
            tube.on_the_way = None;
            tube.transfers += 1;
        }
        Event::Accepted { .. } => tube.status = Status::Accepted,
        Event::FoundNonconforming { .. } => tube.status = Status::Nonconforming,
        Event::Locked { at, .. } => tube.locked = Some(*at),
        Event::Unlocked { .. } => {
            tube.locked = None;
            tube.destruction = None;
        }
        Event::DestructionOrdered { order } => tube.destruction = Some(*order),
        Event::Destroyed { .. } => tube.status = Status::Destroyed,
    }
    Some(tube)
}

fn begin(event: &Event) -> Option<State> {
    let Event::Planned {
        number,
        case,
        person,
        role,
        material,
        site,
        ..
    } = event
    else {
        return None;
    };
    Some(State {
        number: number.clone(),
        case: case.clone(),
        person: person.clone(),
        role: *role,
        material: *material,
        status: Status::Planned,
        custodian: site.clone(),
        on_the_way: None,
        transfers: 0,
        locked: None,
        destruction: None,
    })
}
