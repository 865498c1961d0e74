//! Confirmatory tests whose result is awaited.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "confirm_result",
    roles: &["physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "確認検査の結果の記録",
        "Record the result of a confirmatory test"
    ),
    verb: text!("結果を記録する", "Record the result"),
    days: 28,
    url: |case, _| format!("/return/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("disclosure", "confirm_ordered") => of.open(text(&event.payload, "finding")),
        ("disclosure", "confirmed" | "not_confirmed") => of.close(text(&event.payload, "finding")),
        ("disclosure", "stopped") => of.close_all(),
        _ => {}
    }
}
