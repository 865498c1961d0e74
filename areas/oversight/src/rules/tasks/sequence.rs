//! Specimens whose data the vendor owes: two weeks, counted anew from the day the data were generated.

use ::words::{At, text};
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "sequence",
    roles: &["vendor"],
    place: Place::Laboratory,
    strand: Strand::Genome,
    says: text!("シークエンスデータの納品", "Deliver the sequencing data"),
    verb: text!("", ""),
    days: 14,
    url: |_, _| String::new(),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("order", "released") => known.awaited.iter().for_each(|specimen| of.open(specimen)),
        ("order", "progressed") => {
            let generated = event.payload.get("generated_at");
            if let Some(at) = generated.and_then(serde_json::Value::as_i64) {
                let specimen = text(&event.payload, "specimen");
                if of.is_open(specimen) {
                    of.close(specimen);
                    of.open_until(specimen, At::from_micros(at).plus_days(14));
                }
            }
        }
        ("order", "data_accepted" | "stopped") => of.close(text(&event.payload, "specimen")),
        ("order", "cancelled" | "closed" | "completed") => of.close_all(),
        _ => {}
    }
}
