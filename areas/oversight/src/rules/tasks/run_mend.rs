//! Runs and annotations that could not finish.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "run_mend",
    roles: &["analyst"],
    place: Place::Centre,
    strand: Strand::Genome,
    says: text!(
        "止まった解析・意味づけの復旧",
        "Mend an analysis that could not finish"
    ),
    verb: text!("理由を見る", "See why"),
    days: 1,
    url: |case, _| format!("/cases/{case}/data"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("run" | "interpretation", "failed") => of.open(&event.id),
        ("run", "planned") | ("interpretation", "requested") => of.close_all(),
        ("interpretation", "retried" | "ready") => of.close(&event.id),
        _ => {}
    }
}
