//! Results that nobody has explained yet.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "explain",
    roles: &["physician", "counsellor"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "患者さんへの結果の説明",
        "Explain the result to the patient"
    ),
    verb: text!("説明を記録する", "Record the explanation"),
    days: 28,
    url: |case, _| format!("/return/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("report", "signed") if event.id.ends_with(".panel") => of.open(""),
        ("disclosure", "explained" | "stopped") => of.close(""),
        _ => {}
    }
}
