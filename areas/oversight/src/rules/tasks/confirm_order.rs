//! Findings that the panel wants confirmed before they are told.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "confirm_order",
    roles: &["physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!("確認検査の依頼", "Order a confirmatory test"),
    verb: text!("依頼する", "Order the test"),
    days: 7,
    url: |case, _| format!("/return/{case}"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("panel", "decided") => {
            let outcomes = event.payload.get("outcomes").and_then(|o| o.as_array());
            for outcome in outcomes.into_iter().flatten() {
                let asked = outcome.get("confirm_test").is_some_and(|t| !t.is_null());
                // a secondary finding that the patient does not want to know of leaves no trace here
                let secondary = text(outcome, "aim").starts_with("secondary");
                if asked && (known.wants_secondary || !secondary) {
                    of.open(text(outcome, "finding"));
                }
            }
        }
        ("disclosure", "confirm_ordered") => of.close(text(&event.payload, "finding")),
        ("disclosure", "stopped") => of.close_all(),
        _ => {}
    }
}
