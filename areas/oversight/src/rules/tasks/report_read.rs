//! The analysis report, to be read before the session is over.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "report_read",
    roles: &["physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "会議の前に読む解析レポート",
        "Read the analysis report before the panel"
    ),
    verb: text!("レポートを読む", "Read the report"),
    days: 14,
    url: |case, _| format!("/cases/{case}/report"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("report", "signed") if event.id.ends_with(".analysis") => of.open(""),
        ("panel", "closed") => of.close(""),
        _ => {}
    }
}
