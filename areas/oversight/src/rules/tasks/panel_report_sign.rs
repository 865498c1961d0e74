//! The panel report, from the outcome to the signature of the hospital.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "panel_report_sign",
    roles: &["physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "パネル後報告書の確認と署名",
        "Check and sign the panel report"
    ),
    verb: text!("報告書を開く", "Open the report"),
    days: 7,
    url: |case, _| format!("/reports/{case}.panel"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("panel", "closed") => of.open(""),
        ("report", "drafted") if text(&event.payload, "kind") == "panel" => of.open(""),
        ("report", "signed" | "dropped") if event.id.ends_with(".panel") => of.close(""),
        _ => {}
    }
}
