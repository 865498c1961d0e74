//! Somebody who consented and has no tube yet.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "tube_plan",
    roles: &["coordinator", "technician"],
    place: Place::Hospital,
    strand: Strand::Specimen,
    says: text!("検体番号の発行と採取", "Number the tubes and collect"),
    verb: text!("検体を見る", "See the specimens"),
    days: 14,
    url: |case, _| format!("/cases/{case}/specimens"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("consent", "activated") => {
            let person = text(&event.payload, "person");
            if !known.has_tube(person) {
                of.open(person);
            }
        }
        ("tube", "planned") => of.close(text(&event.payload, "person")),
        ("tube", "found_nonconforming") => {
            let person = known.tubes.get(&event.id).map(|t| t.person.as_str());
            if let Some(person) = person.filter(|p| known.members.contains(*p)) {
                of.open(person);
            }
        }
        _ => {}
    }
}
