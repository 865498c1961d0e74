//! When a finding may be told: one file per class of result.

mod primary_later;
mod primary_now;
mod secondary_later;
mod secondary_now;

use report::facts::{Aim, Outcome, Return};
use words::Text;

use crate::words::Counselling;

/// What is known about one finding when somebody wants to explain it.
#[derive(Debug, Clone)]
pub struct Item {
    /// What the panel decided.
    pub outcome: Outcome,
    /// The person wants to know results of this class.
    pub wanted: bool,
    /// The answer of the confirmatory test.
    pub confirmed: Option<bool>,
    /// Where counselling stands.
    pub counselling: Counselling,
}

/// May it be told?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Yes.
    Open,
    /// The person does not want to know: nobody says that there is something.
    Hidden,
    /// The panel does not return it.
    NotReturned,
    /// Gate G1: the confirmatory test has no answer yet.
    Unconfirmed,
    /// The confirmatory test did not confirm it; there is nothing to tell.
    Disproved,
    /// Counselling was not offered, or is still to come.
    Uncounselled,
}

/// The gate of one class.
pub struct Gate {
    /// The class.
    pub aim: Aim,
    /// What it asks for.
    pub says: Text,
    /// Where it comes from.
    pub cites: &'static str,
    /// The judgement.
    pub judge: fn(&Item) -> Verdict,
    /// Items with their verdicts; one test runs them all.
    pub examples: fn() -> Vec<(Item, Verdict)>,
}

/// All gates.
pub const ALL: &[Gate] = &[
    primary_now::GATE,
    primary_later::GATE,
    secondary_now::GATE,
    secondary_later::GATE,
];

/// Judges a finding by the gate of its class.
#[must_use]
pub fn judge(item: &Item) -> Verdict {
    let gate = ALL.iter().find(|g| g.aim == item.outcome.aim);
    gate.map_or(Verdict::NotReturned, |g| (g.judge)(item))
}

/// What all classes share: wanted, returned, confirmed. Not-to-know comes first, so that it hides everything.
fn common(item: &Item) -> Verdict {
    match (item.wanted, item.outcome.give_back, item.confirmed) {
        (false, _, _) => Verdict::Hidden,
        (_, Return::No, _) => Verdict::NotReturned,
        (_, Return::AfterConfirmation, None) => Verdict::Unconfirmed,
        (_, Return::AfterConfirmation, Some(false)) => Verdict::Disproved,
        _ => Verdict::Open,
    }
}

/// The shared conditions, and counselling offered with an answer.
fn counselled(item: &Item) -> Verdict {
    match common(item) {
        Verdict::Open if !item.counselling.settled() => Verdict::Uncounselled,
        verdict => verdict,
    }
}

/// An item for the examples of a gate.
fn item(aim: Aim, give_back: Return, counselling_needed: bool) -> Item {
    let outcome = Outcome {
        finding: "f".to_owned(),
        give_back,
        level: 1,
        tier: None,
        class: None,
        aim,
        action: report::words::panel::Action::None,
        counselling_needed,
        confirm_test: None,
        cohort: None,
    };
    Item {
        outcome,
        wanted: true,
        confirmed: None,
        counselling: Counselling::None,
    }
}
