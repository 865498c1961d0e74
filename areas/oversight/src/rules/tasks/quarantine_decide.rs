//! Deliveries in quarantine wait for the centre.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "quarantine_decide",
    roles: &["analyst"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!(
        "隔離された納品の扱いの決定",
        "Decide on a delivery in quarantine"
    ),
    verb: text!("理由を見る", "See why"),
    days: 3,
    url: |case, key| format!("/cases/{case}/data#quarantine-{key}"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("delivery", "quarantined") => of.open(&event.id),
        ("delivery", "decided" | "merged" | "refused") => of.close(&event.id),
        ("delivery", "accepted") => {
            let specimen = known.deliveries.get(&event.id);
            let same = known
                .deliveries
                .iter()
                .filter(|(_, s)| Some(*s) == specimen);
            same.for_each(|(delivery, _)| of.close(delivery));
        }
        ("order", "cancelled" | "closed") => of.close_all(),
        _ => {}
    }
}
