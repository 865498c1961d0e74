//! Tubes that arrived and were not judged yet.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "tube_accept",
    roles: &["vendor", "technician"],
    place: Place::Laboratory,
    strand: Strand::Specimen,
    says: text!("受領した検体の受入判定", "Judge the tube that arrived"),
    verb: text!("", ""),
    days: 3,
    // who works at a laboratory does not open cases
    url: |_, _| String::new(),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("tube", "scanned_in") => of.open_at(&event.id, text(&event.payload, "at_site")),
        ("tube", "accepted" | "found_nonconforming" | "locked" | "destroyed") => {
            of.close(&event.id)
        }
        _ => {}
    }
}
