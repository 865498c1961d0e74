//! Counselling that was asked for.

use ::words::{At, text};
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "counsel",
    roles: &["counsellor"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!("遺伝カウンセリングの実施", "Hold the genetic counselling"),
    verb: text!("記録する", "Record it"),
    days: 14,
    url: |case, _| format!("/return/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("disclosure", "counselling_requested") => {
            of.close("");
            let days = match text(&event.payload, "urgency") {
                "urgent" => 3,
                "soon" => 7,
                _ => KIND.days,
            };
            of.open_until("", event.at.plus_days(days));
        }
        ("disclosure", "counselling_scheduled") => {
            of.close("");
            let slot = event
                .payload
                .get("slot")
                .and_then(serde_json::Value::as_i64);
            of.open_until("", slot.map_or(event.at, At::from_micros));
        }
        ("disclosure", "counselling_done" | "counselling_declined" | "stopped") => of.close(""),
        _ => {}
    }
}
