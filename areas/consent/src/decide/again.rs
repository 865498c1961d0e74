//! Asking again: a version that says something else in substance, a child that has reached an age of deciding, a change of
//! the capacity to decide.

use super::{Consent, Event, Facts, Refusal};
use crate::{
    rules::asked_again,
    words::{Because, Giver, form},
};

/// Whether a consent needs to be asked for again; nothing happens where it is being asked for already for that reason.
pub(super) fn ask(
    consent: &Consent,
    because: Because,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    if consent.again.as_ref() == Some(&because) {
        return Ok(vec![]);
    }
    // who decides now stays the first question until it is answered
    let decided = matches!(consent.again, Some(Because::Capacity { .. }));
    if decided && !matches!(because, Because::Capacity { .. }) {
        return Ok(vec![]);
    }
    let holds = match &because {
        Because::NewVersion { form } => replaces(form, &consent.record.form, facts),
        Because::Age { age } => {
            consent.record.giver == Giver::Proxy
                && *age >= form::ages().self_from
                && facts.age.is_some_and(|now| now >= *age)
        }
        Because::Capacity { decides } => {
            asked_again::capacity_changes(consent.record.giver, facts.age, *decides)
        }
    };
    if !holds {
        return Err(Refusal::NoReason);
    }
    Ok(vec![Event::ReconsentRequired {
        person: consent.record.person.clone(),
        because,
        at: facts.now,
    }])
}

/// Whether a form that has begun says something else in substance than the one that was signed.
fn replaces(new: &str, signed: &str, facts: &Facts) -> bool {
    form::find(new).is_some_and(|form| {
        form.substantive
            && form.supersedes.as_deref() == Some(signed)
            && form.in_force_on(facts.now.day())
    })
}
