//! What a withdrawal of consent means here: open orders are cancelled, pending deliveries refused and wiped.
//! And what tubes and deliveries mean for an order.

use serde_json::Value;
use words::At;

use crate::decide::{
    delivery,
    order::{self, Stage},
};

/// What an event of a tube or a delivery means for the order of its specimen.
#[must_use]
pub fn order_on(
    event: &str,
    kind: &str,
    payload: &Value,
    specimen: String,
) -> Option<(String, order::Command)> {
    let said = |field: &str| payload.pointer(field);
    let stage = match (kind, event) {
        ("tube", "scanned_out") => Stage::SampleSent,
        ("tube", "scanned_in") => Stage::SampleReceived,
        ("tube", "accepted") => Stage::SampleOk,
        ("tube", "found_nonconforming") => Stage::SampleRejected,
        ("delivery", "announced") => Stage::DataGenerated,
        ("delivery", "intake_asked") => Stage::Delivered,
        ("delivery", "quarantined") => Stage::QcFailed,
        ("delivery", "decided") => match said("/decision")?.as_str()? {
            "topup" => Stage::QcFailedTopup,
            "repeat" => Stage::QcFailedRepeat,
            _ => {
                let command = order::Command::Stop {
                    specimen: specimen.clone(),
                };
                return Some((specimen, command));
            }
        },
        _ => return None,
    };
    let generated = said("/manifest/generated_at").and_then(Value::as_i64);
    let command = order::Command::Progress {
        specimen: specimen.clone(),
        stage,
        generated_at: generated.map(At::from_micros),
    };
    Some((specimen, command))
}

/// For every open order that holds a specimen of the person. The whole order stops: the vendor must not go on with part of a family
/// without being told what is left; the centre orders anew for those who stay.
#[must_use]
pub fn order_on_withdrawal(consent: &str) -> order::Command {
    order::Command::Cancel {
        consent: consent.to_owned(),
    }
}

/// For every delivery of the person's reads.
#[must_use]
pub fn delivery_on_withdrawal(consent: &str) -> delivery::Command {
    delivery::Command::Refuse {
        consent: consent.to_owned(),
    }
}
