//! The only place that reads the clock and the random source of the machine; everybody else is given them.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use words::At;

use crate::Clock;

/// The clock of the machine.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that may")]
pub fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        At::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    })
}

/// The random source of the machine.
///
/// # Panics
/// If the operating system has no randomness left to give: nothing may go on with guessable secrets.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that may")]
pub fn chance() -> auth::Chance {
    Arc::new(|bytes: &mut [u8]| {
        assert!(
            aws_lc_rs::rand::fill(bytes).is_ok(),
            "the operating system gives no random bytes"
        );
    })
}
