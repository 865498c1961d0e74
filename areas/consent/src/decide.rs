//! What may happen to a consent and to a withdrawal.

mod consent;
mod refusal;
mod withdrawal;

pub use consent::{Command, Consent, ConsentAggregate, Event, Facts};
pub use refusal::Refusal;
pub use withdrawal::{
    Certificate, Fate, Outcome, Reason, Report, Withdrawal, WithdrawalAggregate, WithdrawalCommand,
    WithdrawalEvent,
};
