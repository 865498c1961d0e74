//! What upstream events mean here.

use words::CaseId;

use crate::decide::Command;

/// A run was accepted: it is interpreted.
#[must_use]
pub fn on_run(event: &str, run: &str, case: &CaseId) -> Option<Command> {
    (event == "accepted").then(|| Command::Request {
        case: case.clone(),
        run: run.to_owned(),
    })
}

/// Consent of somebody in the run was withdrawn: what was read from it cannot be used.
#[must_use]
pub fn on_withdrawal(event: &str, consent: &str) -> Option<Command> {
    (event == "withdrawn").then(|| Command::Withdraw {
        consent: consent.to_owned(),
    })
}
