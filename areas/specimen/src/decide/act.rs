//! The decisions, one function each, and the fold.

use super::{
    Command, Destruction, Event, Facts, Refusal, State,
    laws::{consent, domestic, in_own_hands, in_use, is_this, must_be, sop_in_force},
};
use crate::words::{OnTheWay, SopRef, Status};

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
