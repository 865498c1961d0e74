//! Deliveries that the vendor must make good.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "redeliver",
    roles: &["vendor"],
    place: Place::Laboratory,
    strand: Strand::Genome,
    says: text!(
        "受け入れられなかった納品のやり直し",
        "Deliver again: the delivery was not accepted"
    ),
    verb: text!("", ""),
    days: 14,
    url: |_, _| String::new(),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("delivery", "quarantined") => of.open(&event.id),
        ("delivery", "accepted") => {
            let specimen = known.deliveries.get(&event.id);
            let same = known
                .deliveries
                .iter()
                .filter(|(_, s)| Some(*s) == specimen);
            same.for_each(|(delivery, _)| of.close(delivery));
        }
        ("delivery", "decided") if text(&event.payload, "decision") == "stop" => {
            of.close(&event.id)
        }
        ("delivery", "merged" | "refused") => of.close(&event.id),
        ("order", "cancelled" | "closed" | "completed") => of.close_all(),
        _ => {}
    }
}
