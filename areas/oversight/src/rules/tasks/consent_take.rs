//! People whose consent is not in force yet.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "consent_take",
    roles: &["coordinator", "physician"],
    place: Place::Hospital,
    strand: Strand::Consent,
    says: text!("同意の説明と取得", "Explain and take the consent"),
    verb: text!("同意を取得する", "Take the consent"),
    days: 14,
    url: |case, _| format!("/cases/{case}/consents"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("case", "registered" | "exception_approved") => {
            known.members.iter().for_each(|person| of.open(person));
        }
        ("case", "member_restored") => of.open(text(&event.payload, "person")),
        ("consent", "activated" | "declined") => of.close(text(&event.payload, "person")),
        _ => {}
    }
}
