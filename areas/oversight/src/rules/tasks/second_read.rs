//! Verdicts that wait for a second reader, who is somebody else.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "second_read",
    roles: &["curator"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!("2人目の判定", "Give the second reading of a finding"),
    verb: text!("判定する", "Read"),
    days: 7,
    url: |case, _| format!("/findings/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("judgement", "first_read") => {
            of.open_except(&event.id, event.actor.account.as_str());
        }
        ("judgement", "second_read" | "settled" | "withdrawn" | "reopened") => of.close(&event.id),
        ("report", "signed") if event.id.ends_with(".analysis") => of.close_all(),
        _ => {}
    }
}
