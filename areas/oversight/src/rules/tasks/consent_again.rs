//! People who are to be asked again: of age, able to decide, or on a version that says something else.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "consent_again",
    roles: &["coordinator", "physician"],
    place: Place::Hospital,
    strand: Strand::Consent,
    says: text!(
        "もう一度、ご意思をうかがう",
        "Ask for the consent again"
    ),
    verb: text!("説明と同意をはじめる", "Begin explanation and consent"),
    days: 28,
    url: |case, _| format!("/cases/{case}/consents"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("consent", "reconsent_required") => of.open(text(&event.payload, "person")),
        ("consent", "activated" | "declined" | "withdrawn") => {
            of.close(text(&event.payload, "person"));
        }
        _ => {}
    }
}
