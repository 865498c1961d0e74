//! Sessions that are planned, until their outcome is noted.

use ::words::{Day, text};
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "panel_close",
    roles: &["panel_chair"],
    place: Place::Centre,
    strand: Strand::Clinic,
    says: text!(
        "専門家会議の開催と結論",
        "Hold the panel session and note its outcome"
    ),
    verb: text!("会議を開く", "Open the session"),
    days: 7,
    url: |case, _| format!("/panels/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("panel", "planned") => {
            of.close("");
            let plan = event.payload.get("plan").unwrap_or(&event.payload);
            let day = text(plan, "day").parse::<Day>();
            of.open_until("", day.map_or(event.at, |day| day.plus(1).starts()));
        }
        ("panel", "closed") => of.close(""),
        _ => {}
    }
}
