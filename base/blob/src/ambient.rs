//! The only place in this crate that reads the clock and the random source of the machine.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use words::At;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> At + Send + Sync>;

/// Fills bytes with chance.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The clock of the machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the machine's clock enters here, once"
)]
pub(crate) fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        At::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    })
}

/// The random source of the operating system.
///
/// Panics if it has none to give: no object may be encrypted with a guessable key.
#[expect(
    clippy::disallowed_methods,
    reason = "the machine's randomness enters here, once"
)]
pub(crate) fn chance() -> Chance {
    Arc::new(|bytes: &mut [u8]| {
        assert!(
            aws_lc_rs::rand::fill(bytes).is_ok(),
            "the operating system gives no random bytes"
        );
    })
}
