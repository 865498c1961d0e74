//! What the person chose to be told (`ror.*` answers of the consent). Not-to-know hides even that there is something.

use std::collections::BTreeMap;

use crate::words::panel::Aim;

/// May a finding with this aim be told to the person at all?
///
/// Results about the disease are told unless refused; everything else only after an explicit yes. Specification of
/// the return of results: primary results established now are the ordinary case, a person may still refuse them.
#[must_use]
pub fn permits(aim: Aim, choices: &BTreeMap<String, String>) -> bool {
    let answer = |item: &str| choices.get(item).map(String::as_str);
    match aim {
        Aim::PrimaryNow => answer("ror.primary_now") != Some("no"),
        Aim::PrimaryLater => answer("ror.primary_later") == Some("yes"),
        Aim::SecondaryNow => answer("ror.secondary_now") == Some("yes"),
        Aim::SecondaryLater => answer("ror.secondary_later") == Some("yes"),
    }
}

/// May the person's relatives be told what concerns them?
#[must_use]
pub fn relatives(choices: &BTreeMap<String, String>) -> bool {
    choices.get("ror.relatives").map(String::as_str) == Some("yes")
}
