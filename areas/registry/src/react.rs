//! What a consent means for a case: in force it makes the case active, ended it ends the case or takes the parent out.
//! What a death means for the cases of the person.

use serde_json::Value;
use words::PersonId;

use crate::decide::{CaseCommand, PersonEvent};
use crate::words::{Member, Relation};

/// The command for a case after an event of its members' consents. `members` as they are now.
#[must_use]
pub fn on_consent(event: &str, payload: &Value, members: &[Member]) -> Option<CaseCommand> {
    let person = payload.get("person").and_then(Value::as_str);
    let person = person.and_then(|p| PersonId::parse(p).ok())?;
    if event == "withdrawal_taken_back" {
        return Some(CaseCommand::Restore(person));
    }
    let relation = members.iter().find(|m| m.person == person)?.relation;
    match (event, relation) {
        ("activated", Relation::Proband) => Some(CaseCommand::Activate),
        ("withdrawn", _) => Some(CaseCommand::Withdraw(person)),
        _ => None,
    }
}

/// What the death of a person, or its correction, is for each of the person's cases.
#[must_use]
pub fn on_person(event: &PersonEvent, person: &PersonId) -> Option<CaseCommand> {
    match event {
        PersonEvent::Died { .. } | PersonEvent::DeathRecorded { .. } => {
            Some(CaseCommand::Die(person.clone()))
        }
        PersonEvent::DeathCorrected { .. } => Some(CaseCommand::Revive(person.clone())),
        PersonEvent::Entered { .. } | PersonEvent::Linked { .. } => None,
    }
}
