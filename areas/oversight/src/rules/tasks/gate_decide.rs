//! Runs whose gates wait for a person.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "gate_decide",
    roles: &["analyst"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!("解析の品質判定", "Decide at the gates of an analysis"),
    verb: text!("品質を見る", "See the quality"),
    days: 3,
    url: |case, _| format!("/cases/{case}/data"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("run", "analysed") => of.open(&event.id),
        ("run", "accepted" | "rejected" | "cancelled" | "withdrawn" | "superseded" | "failed") => {
            of.close(&event.id)
        }
        _ => {}
    }
}
