//! What this area does when something happens before it.

use ledger::Recorded;

use crate::decide::Command;

/// Consent is withdrawn: nothing more is told, unless the person still wants what matters for care.
#[must_use]
pub fn react(recorded: &Recorded) -> Option<Command> {
    let withdrawn = recorded.kind == "consent" && recorded.event == "withdrawn";
    withdrawn.then_some(Command::Stop)
}
