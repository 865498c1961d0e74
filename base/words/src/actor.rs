//! Who acts, when, for which case, and on which consent.

use serde::{Deserialize, Serialize};

use crate::{AccountId, At, CaseId, SiteId};

/// Who acts: an account in one of its roles, at a site if the role is bound to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account; `system` for reactions and jobs.
    pub account: AccountId,
    /// The role used, as in `catalog/roles.toml`.
    pub role: String,
    /// The site the role is bound to.
    pub site: Option<SiteId>,
}

/// The consent an act rests on: the record and its version on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRef {
    /// The consent record.
    pub id: String,
    /// Its version (number of events) when the act was decided.
    pub version: i64,
    /// The form it was given on, `form@version`.
    pub form: String,
}

/// What the ledger writes beside every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// When it was decided.
    pub at: At,
    /// Who did it.
    pub actor: Actor,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The consent it rests on.
    pub consent: Option<ConsentRef>,
}

impl Actor {
    /// The platform itself: reactions and jobs.
    #[must_use]
    pub fn system() -> Self {
        let account = AccountId::parse("system").unwrap_or_else(|_| unreachable!("a constant id"));
        Self {
            account,
            role: "system".to_owned(),
            site: None,
        }
    }
}

impl Context {
    /// A context without case or consent; add them with [`Context::on`] and [`Context::resting_on`].
    #[must_use]
    pub fn new(at: At, actor: Actor) -> Self {
        Self {
            at,
            actor,
            case: None,
            consent: None,
        }
    }

    /// The same act, on a case.
    #[must_use]
    pub fn on(mut self, case: &CaseId) -> Self {
        self.case = Some(case.clone());
        self
    }

    /// The same act, resting on a consent.
    #[must_use]
    pub fn resting_on(mut self, consent: ConsentRef) -> Self {
        self.consent = Some(consent);
        self
    }
}
