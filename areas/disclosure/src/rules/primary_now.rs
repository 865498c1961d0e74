//! Results about the disease, established now: as fast as possible, once confirmed where the panel asked for it. A
//! suspected hereditary tumour needs counselling like a secondary finding; the panel marks it.

use report::facts::{Aim, Return};
use words::Text;

use super::{Gate, Item, Verdict, common, counselled, item};
use crate::words::Counselling;

pub const GATE: Gate = Gate {
    aim: Aim::PrimaryNow,
    says: Text::new(
        "パネルが返却と判断し、必要な確認検査が済んでいること",
        "the panel returns it, and the confirmatory test it asked for is answered",
    ),
    cites: "gate G1; return of primary results",
    judge,
    examples: || {
        let after = |confirmed| Item {
            confirmed,
            ..item(Aim::PrimaryNow, Return::AfterConfirmation, false)
        };
        let unwanted = Item {
            wanted: false,
            ..after(Some(true))
        };
        let hereditary = item(Aim::PrimaryNow, Return::Now, true);
        let declined = Item {
            counselling: Counselling::Declined,
            ..hereditary.clone()
        };
        vec![
            (item(Aim::PrimaryNow, Return::Now, false), Verdict::Open),
            (
                item(Aim::PrimaryNow, Return::No, false),
                Verdict::NotReturned,
            ),
            (after(None), Verdict::Unconfirmed),
            (after(Some(true)), Verdict::Open),
            (after(Some(false)), Verdict::Disproved),
            (unwanted, Verdict::Hidden),
            (hereditary, Verdict::Uncounselled),
            (declined, Verdict::Open),
        ]
    },
};

fn judge(item: &Item) -> Verdict {
    if item.outcome.counselling_needed {
        counselled(item)
    } else {
        common(item)
    }
}
