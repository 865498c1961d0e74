//! Who may do what: accounts, roles bound to site and period, one decision point, and a log of every decision.
//!
//! Cedar policies in `catalog/policies` are the single source; what they do not permit is denied.
//! Grants and revocations are events of the ledger, so who could do what on any day can be proven.
//! Nothing here reads a clock or a random source: both are passed in.

mod account;
mod accounts;
mod address;
mod ceremony;
mod chain;
mod could;
mod draft;
mod invitation;
mod limits;
mod linked;
mod log;
mod mandate;
mod matrix;
mod may;
mod passkeys;
mod policies;
mod proof;
mod provider;
mod relying_party;
mod resource;
mod review;
mod reviews;
mod roles;
mod seal;
mod secret;
mod session;
mod sign_in;
mod signature;
mod soft_key;

pub use account::{Account, Command, Event, Facts, Grant, Link, PublicKey, Refusal, State};
pub use accounts::{NewAccount, Opened, Profile, code_at};
pub use address::{Address, AddressFailed, AddressRefused};
pub use invitation::Invitation;
pub use limits::{ReviewLimits, review_limits};
pub use linked::Linked;
pub use log::{Entry, Filter};
pub use mandate::{
    Acting, Ground, Mandate, MandateCommand, MandateEvent, MandateFacts, MandateRefusal,
    MandateState,
};
pub use matrix::matrix;
pub use may::{Auth, Chance, Denied, Error, Sealer, Who};
pub use passkeys::{Key, KeyFailed, KeyRefused, Question};
pub use policies::{ActionInfo, Policies, PolicyFault, Rule, Verdict};
pub use proof::Walked;
pub use provider::{
    Answered, Came, Outside, Provider, ProviderFault, ProviderRefused, ProviderSettings, Started,
};
pub use relying_party::RelyingParty;
pub use resource::{Holds, Represented, Resource};
pub use review::{
    Mark, Marked, Review, ReviewCommand, ReviewEvent, ReviewFacts, ReviewRefusal, ReviewState,
};
pub use reviews::{Found, Held, Unusual, Use};
pub use roles::{Bound, Role, role, roles};
pub use seal::{AccessSeal, Seal, SealEvent, Sealed, Shorter};
pub use session::{Issued, Kind, Open};
pub use sign_in::{NotSignedIn, SignInFailed};
pub use signature::{NotSigned, check};
pub use soft_key::SoftKey;

/// The schema: accounts, tokens, sessions, grants and the access log.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "auth/0001_auth",
            sql: include_str!("../migrations/0001_auth.sql"),
        },
        store::Migration {
            name: "auth/0002_passkeys",
            sql: include_str!("../migrations/0002_passkeys.sql"),
        },
        store::Migration {
            name: "auth/0003_access_chain",
            sql: include_str!("../migrations/0003_access_chain.sql"),
        },
        store::Migration {
            name: "auth/0004_access_review",
            sql: include_str!("../migrations/0004_access_review.sql"),
        },
        store::Migration {
            name: "auth/0005_address",
            sql: include_str!("../migrations/0005_address.sql"),
        },
        store::Migration {
            name: "auth/0006_linked",
            sql: include_str!("../migrations/0006_linked.sql"),
        },
    ]
}

/// The aggregates, for `verify`.
#[must_use]
pub fn kinds() -> Vec<ledger::Kind> {
    vec![
        ledger::Kind::of::<Account>(),
        ledger::Kind::of::<AccessSeal>(),
        ledger::Kind::of::<Review>(),
        ledger::Kind::of::<Mandate>(),
    ]
}
