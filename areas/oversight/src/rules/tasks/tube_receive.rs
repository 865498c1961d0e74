//! Parcels on their way to a laboratory.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "tube_receive",
    roles: &["vendor", "technician"],
    place: Place::Laboratory,
    strand: Strand::Specimen,
    says: text!(
        "到着予定の検体の受領",
        "Receive the tube that is on its way"
    ),
    verb: text!("", ""),
    days: 3,
    // who works at a laboratory does not open cases
    url: |_, _| String::new(),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("tube", "scanned_out") => {
            let to = event.payload.pointer("/transfer/to");
            of.open_at(&event.id, to.and_then(|to| to.as_str()).unwrap_or_default());
        }
        ("tube", "scanned_in" | "destroyed") => of.close(&event.id),
        _ => {}
    }
}
