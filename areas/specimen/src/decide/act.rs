//! The decisions, one function each, and the fold.

use words::{ConsentRef, SiteId};

use super::{Command, Destruction, Event, Facts, Refusal, State};
use crate::{
    rules,
    words::{OnTheWay, SopRef, Status, TubeNumber},
};

type Decided = Result<Vec<Event>, Refusal>;

pub(super) fn decide(state: Option<&State>, command: Command, facts: &Facts) -> Decided {
    if let Command::Plan { .. } = command {
        return plan(state, command, facts);
    }
    let tube = state.ok_or(Refusal::Unknown)?;
    if tube.status == Status::Destroyed && !matches!(command, Command::Lock { .. }) {
        // I9: a destroyed tube cannot move or change.
        return Err(Refusal::Destroyed);
    }
    match command {
        Command::Plan { .. } => Err(Refusal::AlreadyPlanned),
        Command::Collect { sop } => collect(tube, sop, facts),
        Command::Label { scanned, sop } => label(tube, &scanned, sop, facts),
        Command::Ship { .. } => ship(tube, command, facts),
        Command::Receive { .. } => receive(tube, command, facts),
        Command::Accept { .. } => accept(tube, command, facts),
        Command::Refuse { class } => {
            must_be(tube, &[Status::Received, Status::Accepted])?;
            in_own_hands(tube, facts)?;
            Ok(vec![Event::FoundNonconforming { class }])
        }
        Command::Lock {
            consent,
            not_before,
            due,
        } => Ok(lock(tube, consent, Destruction { not_before, due }, facts)),
        Command::Unlock { .. } if tube.locked.is_none() => Ok(vec![]),
        Command::Unlock { consent } => Ok(vec![Event::Unlocked { consent }]),
        Command::Destroy { .. } => destroy(tube, command, facts),
    }
}

fn plan(state: Option<&State>, command: Command, facts: &Facts) -> Decided {
    let Command::Plan {
        number,
        case,
        person,
        role,
        material,
        site,
    } = command
    else {
        return Ok(vec![]);
    };
    if state.is_some() {
        return Err(Refusal::AlreadyPlanned);
    }
    let consent = consent(facts)?;
    domestic(&site, facts)?;
    Ok(vec![Event::Planned {
        number,
        case,
        person,
        role,
        material,
        site,
        consent,
    }])
}

fn collect(tube: &State, sop: SopRef, facts: &Facts) -> Decided {
    must_be(tube, &[Status::Planned])?;
    in_use(tube)?;
    in_own_hands(tube, facts)?;
    sop_in_force("collect", &sop, facts)?;
    let consent = consent(facts)?;
    Ok(vec![Event::Collected { sop, consent }])
}

fn label(tube: &State, scanned: &str, sop: SopRef, facts: &Facts) -> Decided {
    must_be(tube, &[Status::Collected])?;
    in_use(tube)?;
    in_own_hands(tube, facts)?;
    is_this(tube, scanned)?;
    sop_in_force("label", &sop, facts)?;
    Ok(vec![Event::Labelled { sop }])
}

fn ship(tube: &State, command: Command, facts: &Facts) -> Decided {
    let Command::Ship {
        scanned,
        to,
        carrier,
        waybill,
        sop,
    } = command
    else {
        return Ok(vec![]);
    };
    must_be(
        tube,
        &[Status::Labelled, Status::Received, Status::Accepted],
    )?;
    in_use(tube)?;
    in_own_hands(tube, facts)?;
    is_this(tube, &scanned)?;
    if to == tube.custodian {
        return Err(Refusal::ToItself);
    }
    domestic(&to, facts)?;
    sop_in_force("transport", &sop, facts)?;
    let consent = consent(facts)?;
    let transfer = OnTheWay {
        from: tube.custodian.clone(),
        to,
        scanned_out_by: facts.actor.account.clone(),
        out_at: facts.now,
    };
    Ok(vec![Event::ScannedOut {
        transfer,
        carrier,
        waybill,
        sop,
        consent,
    }])
}

/// A parcel that arrives is recorded even if consent was withdrawn on the way: it must not get lost. Only its use is refused.
fn receive(tube: &State, command: Command, facts: &Facts) -> Decided {
    let Command::Receive {
        scanned,
        condition,
        seal_ok,
        temp_min,
        temp_max,
        sop,
    } = command
    else {
        return Ok(vec![]);
    };
    must_be(tube, &[Status::InTransit])?;
    let transfer = tube.on_the_way.as_ref().ok_or(Refusal::NotOnTheWay)?;
    is_this(tube, &scanned)?;
    if transfer.scanned_out_by == facts.actor.account {
        return Err(Refusal::SameHands);
    }
    if facts.actor.site.as_ref() != Some(&transfer.to) {
        return Err(Refusal::NotAddressee);
    }
    sop_in_force("receipt", &sop, facts)?;
    Ok(vec![Event::ScannedIn {
        at_site: transfer.to.clone(),
        scanned_in_by: facts.actor.account.clone(),
        condition,
        seal_ok,
        temp_min,
        temp_max,
        sop,
    }])
}

fn accept(tube: &State, command: Command, facts: &Facts) -> Decided {
    let Command::Accept {
        din,
        amount_ng,
        sop,
    } = command
    else {
        return Ok(vec![]);
    };
    must_be(tube, &[Status::Received])?;
    in_use(tube)?;
    in_own_hands(tube, facts)?;
    sop_in_force("receipt", &sop, facts)?;
    let consent = consent(facts)?;
    Ok(vec![Event::Accepted {
        din,
        amount_ng,
        sop,
        consent,
    }])
}

/// A tube that never held anything needs no destruction.
fn lock(tube: &State, consent: String, order: Destruction, facts: &Facts) -> Vec<Event> {
    if tube.status == Status::Destroyed {
        return vec![];
    }
    if tube.locked.is_some() {
        // the cooling-off period was shortened
        let sooner = |d: &Destruction| order.not_before < d.not_before;
        let ordered = tube.destruction.as_ref().is_some_and(sooner);
        return match ordered {
            true => vec![Event::DestructionOrdered { order }],
            false => vec![],
        };
    }
    let locked = Event::Locked {
        consent,
        at: facts.now,
    };
    match tube.status {
        Status::Planned => vec![locked],
        _ => vec![locked, Event::DestructionOrdered { order }],
    }
}

fn destroy(tube: &State, command: Command, facts: &Facts) -> Decided {
    let Command::Destroy {
        scanned,
        witness,
        sop,
    } = command
    else {
        return Ok(vec![]);
    };
    let order = tube.destruction.ok_or(Refusal::NotOrdered)?;
    if tube.status == Status::InTransit {
        return Err(Refusal::Status(tube.status));
    }
    in_own_hands(tube, facts)?;
    is_this(tube, &scanned)?;
    if facts.now < order.not_before {
        return Err(Refusal::CoolingOff(order.not_before));
    }
    if witness == facts.actor.account {
        return Err(Refusal::NoWitness);
    }
    sop_in_force("destroy", &sop, facts)?;
    Ok(vec![Event::Destroyed { witness, sop }])
}

fn must_be(tube: &State, allowed: &[Status]) -> Result<(), Refusal> {
    match allowed.contains(&tube.status) {
        true => Ok(()),
        false => Err(Refusal::Status(tube.status)),
    }
}

fn in_use(tube: &State) -> Result<(), Refusal> {
    match tube.locked {
        None => Ok(()),
        Some(_) => Err(Refusal::Locked),
    }
}

/// I2: who gives a tube away is who received it last.
fn in_own_hands(tube: &State, facts: &Facts) -> Result<(), Refusal> {
    match facts.actor.site.as_ref() == Some(&tube.custodian) {
        true => Ok(()),
        false => Err(Refusal::NotCustodian),
    }
}

/// I3: every place is inside the country.
fn domestic(site: &SiteId, facts: &Facts) -> Result<(), Refusal> {
    match facts.domestic.contains(site) {
        true => Ok(()),
        false => Err(Refusal::NotDomestic),
    }
}

/// I4: use needs consent in force now.
fn consent(facts: &Facts) -> Result<ConsentRef, Refusal> {
    facts.consent.clone().ok_or(Refusal::NoConsent)
}

fn sop_in_force(kind: &'static str, sop: &SopRef, facts: &Facts) -> Result<(), Refusal> {
    match rules::in_force(kind, sop, facts.now.day()) {
        true => Ok(()),
        false => Err(Refusal::Sop(kind)),
    }
}

/// The scanned number has a fitting check character and is this tube's.
fn is_this(tube: &State, scanned: &str) -> Result<(), Refusal> {
    let number: TubeNumber = scanned.parse().map_err(Refusal::Misread)?;
    match number == tube.number {
        true => Ok(()),
        false => Err(Refusal::OtherTube(number)),
    }
}

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
