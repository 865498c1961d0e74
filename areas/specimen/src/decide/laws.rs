//! The invariants of custody (clinical specification §5.2), each a question of its own.

use words::{ConsentRef, SiteId};

use super::{Facts, Refusal, State};
use crate::{
    rules,
    words::{SopRef, Status, TubeNumber},
};

pub(super) fn must_be(tube: &State, allowed: &[Status]) -> Result<(), Refusal> {
    match allowed.contains(&tube.status) {
        true => Ok(()),
        false => Err(Refusal::Status(tube.status)),
    }
}

pub(super) fn in_use(tube: &State) -> Result<(), Refusal> {
    match tube.locked {
        None => Ok(()),
        Some(_) => Err(Refusal::Locked),
    }
}

/// I2: who gives a tube away is who received it last.
pub(super) fn in_own_hands(tube: &State, facts: &Facts) -> Result<(), Refusal> {
    match facts.actor.site.as_ref() == Some(&tube.custodian) {
        true => Ok(()),
        false => Err(Refusal::NotCustodian),
    }
}

/// I3: every place is inside the country.
pub(super) fn domestic(site: &SiteId, facts: &Facts) -> Result<(), Refusal> {
    match facts.domestic.contains(site) {
        true => Ok(()),
        false => Err(Refusal::NotDomestic),
    }
}

/// I4: use needs consent in force now.
pub(super) fn consent(facts: &Facts) -> Result<ConsentRef, Refusal> {
    facts.consent.clone().ok_or(Refusal::NoConsent)
}

pub(super) fn sop_in_force(kind: &'static str, sop: &SopRef, facts: &Facts) -> Result<(), Refusal> {
    match rules::in_force(kind, sop, facts.now.day()) {
        true => Ok(()),
        false => Err(Refusal::Sop(kind)),
    }
}

/// The scanned number has a fitting check character and is this tube's.
pub(super) fn is_this(tube: &State, scanned: &str) -> Result<(), Refusal> {
    let number: TubeNumber = scanned.parse().map_err(Refusal::Misread)?;
    match number == tube.number {
        true => Ok(()),
        false => Err(Refusal::OtherTube(number)),
    }
}
