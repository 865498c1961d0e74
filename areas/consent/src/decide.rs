//! What may happen to a consent and to a withdrawal.

mod again;
mod consent;
mod paper;
mod refusal;
mod session;
mod withdrawal;

pub use consent::{COOLING_OFF_DAYS, Command, Consent, ConsentAggregate, Event, Facts};
pub use paper::{Paper, PaperAggregate, PaperCommand, PaperEvent, PaperFacts, Typed, differences};
pub use refusal::Refusal;
pub use session::{SessionAggregate, SessionCommand, SessionEvent, SessionFacts, step};
pub use withdrawal::{
    Certificate, Fate, Outcome, Reason, Report, Withdrawal, WithdrawalAggregate, WithdrawalCommand,
    WithdrawalEvent,
};
