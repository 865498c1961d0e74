//! A case outside the target patients waits for the committee.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "exception_decide",
    roles: &["office"],
    place: Place::Centre,
    strand: Strand::Clinic,
    says: text!(
        "対象外症例の例外申請の判断",
        "Decide on an exception to eligibility"
    ),
    verb: text!("申請を見る", "See the request"),
    days: 14,
    url: |case, _| format!("/cases/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("case", "exception_asked") => of.open(""),
        ("case", "exception_approved" | "registered" | "activated") => of.close(""),
        _ => {}
    }
}
