//! What this area does when something happens before it, or within it.

use ledger::Recorded;

use crate::words::Kind;

/// What follows from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Draft a report of the event's case.
    Draft(Kind),
    /// Drop the unsigned drafts of the person's cases.
    DropDrafts,
}

/// Interpretation is ready: draft the analysis report. The panel is closed: draft the panel report. The panel report
/// is signed: draft the patient's. Consent is withdrawn: drafts fall; what is signed and in the hospital's record stays.
#[must_use]
pub fn react(recorded: &Recorded) -> Option<Wish> {
    match (recorded.kind.as_str(), recorded.event.as_str()) {
        ("interpretation", "ready") => Some(Wish::Draft(Kind::Analysis)),
        ("panel", "closed") => Some(Wish::Draft(Kind::Panel)),
        ("report", "signed") if recorded.id.ends_with(".panel") => Some(Wish::Draft(Kind::Lay)),
        ("consent", "withdrawn") => Some(Wish::DropDrafts),
        _ => None,
    }
}
