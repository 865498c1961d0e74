//! What a withdrawal of consent means for tubes: out of use at once, destroyed after the cooling-off period.

use words::At;

use crate::decide::Command;

/// Days in which a withdrawal may still be taken back before anything is destroyed (governance §6.12).
pub const COOLING_OFF_DAYS: i64 = 14;
/// Days after the withdrawal by which a tube must be destroyed (clinical specification §5.1, W5).
pub const DUE_DAYS: i64 = 30;

/// The command for every tube of the person whose consent was withdrawn at `t0`, with the cooling-off period the person chose
/// (0 to 14 days; 14 if nothing was said).
#[must_use]
pub fn on_withdrawal(consent: &str, t0: At, cooling_off_days: Option<i64>) -> Command {
    let days = cooling_off_days
        .unwrap_or(COOLING_OFF_DAYS)
        .clamp(0, COOLING_OFF_DAYS);
    Command::Lock {
        consent: consent.to_owned(),
        not_before: t0.plus_days(days),
        due: t0.plus_days(DUE_DAYS),
    }
}

/// The withdrawal was taken back: the tubes may be used again, unless their use had been ended before it.
#[must_use]
pub fn on_taken_back(consent: &str, specimens_ended: bool) -> Option<Command> {
    (!specimens_ended).then(|| Command::Unlock {
        consent: consent.to_owned(),
    })
}

/// Whether an event of a consent ends the use of specimens: it was withdrawn wholly, or for specimens.
#[must_use]
pub fn ends_specimens(event: &str, payload: &serde_json::Value) -> bool {
    let scopes = payload.get("scopes").and_then(serde_json::Value::as_array);
    let has = |scope: &str| scopes.is_some_and(|s| s.iter().any(|s| s == scope));
    matches!(event, "withdrawn" | "cooling_off_shortened")
        || (event == "partly_withdrawn" && has("specimens"))
}
