//! What a withdrawal of consent means here: open orders are cancelled, pending deliveries refused and wiped.

use crate::decide::{delivery, order};

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
