//! The rule of two weeks (plan 001): from the generation of the FASTQ files to the centre.

use words::At;

use crate::words::Clock;

/// Days after which the vendor is reminded.
const WARN_DAYS: i64 = 10;
/// Days within which the reads must have arrived.
pub const BREACH_DAYS: i64 = 14;

/// How it stands at an instant, and the whole days since the generation.
#[must_use]
pub fn clock(generated_at: At, at: At) -> (Clock, i64) {
    let days = at.days_since(generated_at);
    let clock = if at > generated_at.plus_days(BREACH_DAYS) {
        Clock::Breached
    } else if days >= WARN_DAYS {
        Clock::Warned
    } else {
        Clock::InTime
    };
    (clock, days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_days_warn_and_fourteen_break() {
        let t0 = At::from_micros(1_775_000_000_000_000);
        let after = |days| clock(t0, t0.plus_days(days)).0;
        assert_eq!(
            [0, 9, 10, 14].map(after),
            [Clock::InTime, Clock::InTime, Clock::Warned, Clock::Warned]
        );
        assert_eq!(
            clock(t0, t0.plus_days(14).plus_seconds(1)),
            (Clock::Breached, 14)
        );
    }
}
