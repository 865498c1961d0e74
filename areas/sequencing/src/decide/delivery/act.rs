//! The decisions, one function each, and the fold.

use super::{Command, Event, Facts, Refusal, Source, State, Status};
use crate::{
    decide::order,
    rules,
    words::{Decision, Manifest, Signed},
};

type Decided = Result<Vec<Event>, Refusal>;

pub(super) fn decide(state: Option<&State>, command: Command, facts: &Facts) -> Decided {
    if let Command::Announce {
        id,
        manifest,
        source,
        signed,
    } = command
    {
        return match state {
            None => announce(id, manifest, (source, signed), facts),
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
        Command::Decide(decision) => settle(delivery, decision),
        Command::Merge { into } => Ok(match delivery.is_topped_up() {
            true => vec![Event::Merged { into }],
            false => vec![],
        }),
        Command::Refuse { consent } => Ok(match delivery.status {
            Status::Announced | Status::Checking => vec![Event::Refused {
                id: delivery.id.clone(),
                consent,
            }],
            _ => vec![],
        }),
    }
}

/// The centre decides once, and only on reads that are whole but short of a limit: broken files are sent again without asking.
fn settle(delivery: &State, decision: Decision) -> Decided {
    must_be(delivery, &[Status::Quarantined])?;
    match delivery.decision {
        Some(decided) if decided == decision => Ok(vec![]),
        Some(decided) => Err(Refusal::Decided(decided)),
        None if decision == Decision::Topup && !delivery.is_short() => Err(Refusal::NotWhole),
        None => Ok(vec![Event::Decided { decision }]),
    }
}

/// The checks that need no file: names, order, specimen, consent.
fn announce(
    id: String,
    manifest: Box<Manifest>,
    (source, signed): (Source, Signed),
    facts: &Facts,
) -> Decided {
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
    if !facts.sample_ok {
        return Err(Refusal::SampleNotOk(manifest.specimen.clone()));
    }
    beside(&manifest, &facts.earlier)?;
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
        signed: Some(signed),
    };
    let asked = (source == Source::Incoming).then_some(Event::IntakeAsked { id });
    Ok([announced].into_iter().chain(asked).collect())
}

/// What lies in quarantine of the same specimen must be decided on first, and names must not collide with what it tops up.
fn beside(manifest: &Manifest, earlier: &[State]) -> Result<(), Refusal> {
    let waiting = |d: &&State| d.is_short() && d.decision.is_none();
    if let Some(short) = earlier.iter().find(waiting) {
        return Err(Refusal::Undecided(short.id.clone()));
    }
    let kept = earlier.iter().filter(|d| d.is_topped_up());
    let mut kept = kept.flat_map(|d| &d.files);
    let again = kept.find(|k| manifest.files.iter().any(|f| f.name == k.name));
    match again {
        Some(file) => Err(Refusal::NameTaken(file.name.clone())),
        None => Ok(()),
    }
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
            delivery.merged = accepted.merged.clone();
        }
        Event::Quarantined { reasons, files } => {
            delivery.status = Status::Quarantined;
            delivery.reasons = reasons.clone();
            delivery.files = files.clone();
        }
        Event::Decided { decision } => delivery.decision = Some(*decision),
        Event::Merged { .. } => delivery.status = Status::Merged,
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
        signed,
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
        signed: signed.clone(),
        decision: None,
        merged: Vec::new(),
    })
}
