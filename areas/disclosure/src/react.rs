//! What this area does when something happens before it.

use ledger::Recorded;
use words::PersonId;

use crate::decide::Command;

/// The proband withdrew: nothing more is told, unless the person still wants what matters for care. Taken back: it goes
/// on. A parent's withdrawal does not stop the child's results.
#[must_use]
pub fn react(recorded: &Recorded, proband: &PersonId) -> Option<Command> {
    let person = recorded.payload.get("person")?.as_str()?;
    if recorded.kind != "consent" || person != proband.as_str() {
        return None;
    }
    match recorded.event.as_str() {
        "withdrawn" => Some(Command::Stop),
        "withdrawal_taken_back" => Some(Command::Resume),
        _ => None,
    }
}
