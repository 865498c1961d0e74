//! Results about the disease, found by a later analysis: also wanted explicitly.

use report::facts::{Aim, Return};
use words::Text;

use super::{Gate, Item, Verdict, common, counselled, item};

pub const GATE: Gate = Gate {
    aim: Aim::PrimaryLater,
    says: Text::new(
        "後から見つかった結果を知りたいと選択していること",
        "the person chose to be told what is found later",
    ),
    cites: "consent item ror.primary_later",
    judge,
    examples: || {
        let wanted = item(Aim::PrimaryLater, Return::Now, false);
        let unwanted = Item {
            wanted: false,
            ..wanted.clone()
        };
        vec![(wanted, Verdict::Open), (unwanted, Verdict::Hidden)]
    },
};

fn judge(item: &Item) -> Verdict {
    if item.outcome.counselling_needed {
        counselled(item)
    } else {
        common(item)
    }
}
