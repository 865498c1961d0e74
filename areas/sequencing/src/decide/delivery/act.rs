//! The decisions, one function each, and the fold.

use super::{Command, Event, Facts, Refusal, Source, State, Status};
use crate::{decide::order, rules, words::Manifest};

type Decided = Result<Vec<Event>, Refusal>;

pub(super) fn decide(state: Option<&State>, command: Command, facts: &Facts) -> Decided {
    if let Command::Announce {
        id,
        manifest,
        source,
    } = command
    {
        return match state {
            None => announce(id, manifest, source, facts),
            Some(_) => Err(Refusal::AlreadyAnnounced),
        };
    }
    let delivery = state.ok_or(Refusal::Unknown)?;
    match command {
        Command::Announce { .. } => Err(Refusal::AlreadyAnnounced),
        Command::Arrive { file, bytes } => arrive(delivery, file, bytes, facts),
        Command::Accept(accepted) => {
            must_be(delivery, &[Status::Checking])?;
            let consent = facts.consent.clone().ok_or(Refusal::NoConsent)?;
            let (clock, days) = rules::clock(delivery.manifest.generated_at, facts.now);
            Ok(vec![Event::Accepted {
                accepted: *accepted,
                clock,
                days,
                consent,
            }])
        }
        Command::Quarantine { reasons, files } => {
            must_be(delivery, &[Status::Checking])?;
            Ok(vec![Event::Quarantined { reasons, files }])
        }
        Command::Refuse { consent } => Ok(match delivery.status {
            Status::Announced | Status::Checking => vec![Event::Refused {
                id: delivery.id.clone(),
                consent,
            }],
            Status::Accepted | Status::Quarantined | Status::Refused => vec![],
        }),
    }
}

/// The checks that need no file: names, order, specimen, consent.
fn announce(id: String, manifest: Box<Manifest>, source: Source, facts: &Facts) -> Decided {
    manifest.check(facts.now).map_err(Refusal::Manifest)?;
    let order = facts.order.as_ref().ok_or(Refusal::UnknownOrder)?;
    if facts.vendor.as_ref() != Some(&order.vendor) {
        return Err(Refusal::OtherVendor);
    }
    if order.status != order::Status::Released {
        return Err(Refusal::OrderStatus(order.status));
    }
    let item = order.items.iter().find(|i| i.specimen == manifest.specimen);
    let item = item.ok_or_else(|| Refusal::UnknownSpecimen(manifest.specimen.clone()))?;
    if let Some(delivery) = &item.delivery {
        return Err(Refusal::AlreadyDelivered(delivery.clone()));
    }
    let announced = Event::Announced {
        id: id.clone(),
        case: order.case.clone(),
        person: item.person.clone(),
        role: item.role,
        vendor: order.vendor.clone(),
        profile: order.profile.clone(),
        consent: facts.consent.clone().ok_or(Refusal::NoConsent)?,
        manifest,
        source,
    };
    let asked = (source == Source::Incoming).then_some(Event::IntakeAsked { id });
    Ok([announced].into_iter().chain(asked).collect())
}

fn arrive(delivery: &State, file: String, bytes: u64, facts: &Facts) -> Decided {
    must_be(delivery, &[Status::Announced])?;
    if facts.vendor.as_ref() != Some(&delivery.vendor) {
        return Err(Refusal::OtherVendor);
    }
    if facts.consent.is_none() {
        return Err(Refusal::NoConsent);
    }
    let listed = delivery.manifest.files.iter().any(|f| f.name == file);
    if !listed || delivery.source != Source::Upload {
        return Err(Refusal::NotListed(file));
    }
    let still_to_come = delivery
        .manifest
        .files
        .iter()
        .filter(|f| f.name != file && !delivery.arrived.contains(&f.name));
    let last = still_to_come.count() == 0;
    let asked = last.then(|| Event::IntakeAsked {
        id: delivery.id.clone(),
    });
    let arrived = Event::FileArrived { file, bytes };
    Ok([arrived].into_iter().chain(asked).collect())
}

fn must_be(delivery: &State, allowed: &[Status]) -> Result<(), Refusal> {
    match allowed.contains(&delivery.status) {
        true => Ok(()),
        false => Err(Refusal::Status(delivery.status)),
    }
}

pub(super) fn evolve(state: Option<State>, event: &Event) -> Option<State> {
    let Some(mut delivery) = state else {
        return begin(event);
    };
    match event {
        Event::Announced { .. } => {}
        Event::FileArrived { file, .. } if delivery.arrived.contains(file) => {}
        Event::FileArrived { file, .. } => delivery.arrived.push(file.clone()),
        Event::IntakeAsked { .. } => delivery.status = Status::Checking,
        Event::Accepted {
            accepted, clock, ..
        } => {
            delivery.status = Status::Accepted;
            delivery.files = accepted.files.clone();
            delivery.reads_digest = Some(accepted.reads_digest.clone());
            delivery.clock = Some(*clock);
        }
        Event::Quarantined { reasons, files } => {
            delivery.status = Status::Quarantined;
            delivery.reasons = reasons.clone();
            delivery.files = files.clone();
        }
        Event::Refused { .. } => delivery.status = Status::Refused,
    }
    Some(delivery)
}

fn begin(event: &Event) -> Option<State> {
    let Event::Announced {
        id,
        case,
        person,
        role,
        vendor,
        manifest,
        profile,
        source,
        consent,
        ..
    } = event
    else {
        return None;
    };
    Some(State {
        id: id.clone(),
        order: manifest.order.clone(),
        case: case.clone(),
        person: person.clone(),
        role: *role,
        vendor: vendor.clone(),
        manifest: (**manifest).clone(),
        profile: profile.clone(),
        consent: consent.id.clone(),
        source: *source,
        arrived: Vec::new(),
        status: Status::Announced,
        reasons: Vec::new(),
        files: Vec::new(),
        reads_digest: None,
        clock: None,
    })
}
