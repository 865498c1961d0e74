//! Findings on which two readers differ.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "finding_settle",
    roles: &["curator"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!(
        "判定の違いの話し合い",
        "Settle a finding on which two readers differ"
    ),
    verb: text!("話し合う", "Settle"),
    days: 7,
    url: |case, _| format!("/findings/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("judgement", "second_read") => {
            let agrees = event
                .payload
                .get("agrees")
                .and_then(serde_json::Value::as_bool);
            if agrees == Some(false) {
                of.open(&event.id);
            }
        }
        ("judgement", "settled" | "withdrawn" | "reopened") => of.close(&event.id),
        ("report", "signed") if event.id.ends_with(".analysis") => of.close_all(),
        _ => {}
    }
}
