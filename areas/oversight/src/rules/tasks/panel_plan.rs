//! Signed analysis reports without a session.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "panel_plan",
    roles: &["panel_chair"],
    place: Place::Centre,
    strand: Strand::Clinic,
    says: text!("専門家会議の予定", "Plan the panel session"),
    verb: text!("会議を予定する", "Plan the session"),
    days: 14,
    url: |case, _| format!("/panels/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("report", "signed") if event.id.ends_with(".analysis") => of.open(""),
        ("panel", "planned") => of.close(""),
        _ => {}
    }
}
