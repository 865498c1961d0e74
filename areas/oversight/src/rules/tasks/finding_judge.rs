//! Findings without a verdict.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "finding_judge",
    roles: &["curator"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!("所見の判定", "Give the findings their verdicts"),
    verb: text!("判定する", "Judge"),
    days: 14,
    url: |case, _| format!("/findings/{case}"),
    hear,
};

fn hear(event: &Recorded, known: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("interpretation", "ready") if !known.unjudged.is_empty() => of.open(""),
        ("interpretation", "ready") => of.close(""),
        ("interpretation", "judged") | ("judgement", "first_read") if known.unjudged.is_empty() => {
            of.close("")
        }
        ("judgement", "reopened") => of.open(""),
        // whatever was left open then is settled by the signature
        ("report", "signed") if event.id.ends_with(".analysis") => of.close(""),
        ("run", "superseded") => of.close(""),
        _ => {}
    }
}
