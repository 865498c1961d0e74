//! Germline results about another disease, found later: wanted explicitly, judged by the panel, and counselling offered first.

use report::facts::{Aim, Return};
use words::Text;

use super::{Gate, Item, Verdict, counselled, item};
use crate::words::Counselling;

pub const GATE: Gate = Gate {
    aim: Aim::SecondaryLater,
    says: Text::new(
        "後から見つかった二次的所見を知りたいと選択し、遺伝カウンセリングを受けたか、書面で断っていること",
        "the person chose to be told, and counselling was held or declined in writing",
    ),
    cites: "consent item ror.secondary_later",
    judge: counselled,
    examples: || {
        let offered = item(Aim::SecondaryLater, Return::Now, true);
        let with = |counselling| Item {
            counselling,
            ..offered.clone()
        };
        let unwanted = Item {
            wanted: false,
            ..with(Counselling::Done)
        };
        vec![
            (offered.clone(), Verdict::Uncounselled),
            (with(Counselling::Requested), Verdict::Uncounselled),
            (with(Counselling::Done), Verdict::Open),
            (with(Counselling::Declined), Verdict::Open),
            (unwanted, Verdict::Hidden),
        ]
    },
};
