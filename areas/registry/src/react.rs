//! What a consent means for a case: in force it makes the case active, ended it ends the case or takes the parent out.

use serde_json::Value;
use words::PersonId;

use crate::decide::CaseCommand;
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
