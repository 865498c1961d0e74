//! All tubes are at the laboratory, and nothing is ordered.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "order_release",
    roles: &["analyst"],
    place: Place::Centre,
    strand: Strand::Specimen,
    says: text!("シークエンスの依頼", "Order the sequencing"),
    verb: text!("検体を見る", "See the specimens"),
    days: 3,
    url: |case, _| format!("/cases/{case}/specimens"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("tube", "accepted") if known.all_tubes_accepted() && known.vendor.is_empty() => {
            of.open("")
        }
        ("order", "released" | "cancelled") => of.close(""),
        _ => {}
    }
}
