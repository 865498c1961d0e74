//! Clinical data of a patient who consented, until the first sheet is saved.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "sheet_fill",
    roles: &["coordinator", "physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "臨床情報の入力（未入力）",
        "Enter the clinical data: none so far"
    ),
    verb: text!("入力する", "Enter"),
    days: 14,
    url: |case, _| format!("/cases/{case}/sheets"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("consent", "activated") if text(&event.payload, "person") == known.proband => of.open(""),
        ("sheet", "saved") => of.close(""),
        _ => {}
    }
}
