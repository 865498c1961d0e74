//! Tubes to collect and to send.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "tube_send",
    roles: &["coordinator", "technician"],
    place: Place::Hospital,
    strand: Strand::Specimen,
    says: text!("採取した検体の発送", "Collect the tube and send it"),
    verb: text!("検体を見る", "See the specimens"),
    days: 7,
    url: |case, key| format!("/cases/{case}/specimens#{key}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("tube", "planned") => of.open(&event.id),
        ("tube", "scanned_out" | "locked" | "destroyed" | "found_nonconforming") => {
            of.close(&event.id)
        }
        _ => {}
    }
}
