//! The analysis report, from the findings to the signature.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "report_sign",
    roles: &["curator", "analyst"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!(
        "解析レポートの作成と署名",
        "Write and sign the analysis report"
    ),
    verb: text!("レポートを開く", "Open the report"),
    days: 28,
    url: |case, _| format!("/reports/{case}.analysis"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("interpretation", "ready") => of.open(""),
        ("report", "drafted") if text(&event.payload, "kind") == "analysis" => of.open(""),
        ("report", "signed" | "dropped") if event.id.ends_with(".analysis") => of.close(""),
        _ => {}
    }
}
