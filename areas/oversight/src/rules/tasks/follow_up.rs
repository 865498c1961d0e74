//! Patients whose course is to be asked after, every half year.

use ::words::{Day, text};
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "follow_up",
    roles: &["coordinator", "physician"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!("経過の確認", "Follow up how the patient is doing"),
    verb: text!("経過を記録する", "Record the follow-up"),
    days: 183,
    url: |case, _| format!("/return/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("disclosure", "follow_up_due") => {
            of.close("");
            let due = text(&event.payload, "due").parse::<Day>();
            let due = due.map_or(event.at, Day::starts);
            // it is nobody's work before
            of.open_from("", due.plus_days(-30), due);
        }
        ("disclosure", "followed_up" | "stopped") => of.close(""),
        _ => {}
    }
}
