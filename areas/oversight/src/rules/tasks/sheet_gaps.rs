//! Sheets that were saved with required answers missing.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "sheet_gaps",
    roles: &["coordinator", "physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!("臨床情報の記入漏れ", "Fill the gaps in the clinical data"),
    verb: text!("補う", "Fill in"),
    days: 14,
    url: |case, key| format!("/cases/{case}/sheets/{key}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    if what(event) != ("sheet", "saved") {
        return;
    }
    let section = text(&event.payload, "section");
    let gaps = event
        .payload
        .get("gaps")
        .and_then(serde_json::Value::as_i64);
    if gaps.is_some_and(|gaps| gaps > 0) {
        of.open(section);
    } else {
        of.close(section);
    }
}
