//! A report that somebody was asked to read before the talk.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "report_shared",
    roles: &["counsellor", "physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!(
        "共有された報告書",
        "Read the report that was shared with you"
    ),
    verb: text!("報告書を読む", "Read the report"),
    days: 14,
    url: |case, _| format!("/cases/{case}/report"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("report", "shared") => {
            let with = event.payload.get("with").and_then(|w| w.as_array());
            for account in with.into_iter().flatten().filter_map(|a| a.as_str()) {
                of.open_for(account, account, event.at.plus_days(KIND.days));
            }
        }
        ("disclosure", "explained" | "stopped") => of.close_all(),
        _ => {}
    }
}
