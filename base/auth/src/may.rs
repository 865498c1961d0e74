//! `may`: the only question, its answer, and the line it leaves in the log.

use std::sync::Arc;

use ledger::Ledger;
use tokio::sync::Semaphore;
use words::{AccountId, Actor, At, PersonId, SiteId, Text, text};

use crate::{
    Account, Entry, Filter, Grant, Policies, PolicyFault, Resource, Verdict, log, log::Log,
    policies::Principal,
};

/// Fills bytes with chance.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Seals what must not lie in the store in the clear: names of staff, secrets of the second factor.
pub trait Sealer: Send + Sync {
    /// Seals bytes for an account.
    ///
    /// # Errors
    /// If the key cannot be read or made.
    fn seal(
        &self,
        account: &AccountId,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>>;
    /// Opens what was sealed for an account.
    ///
    /// # Errors
    /// If the key is gone or the bytes were altered.
    fn open(
        &self,
        account: &AccountId,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>>;
}

/// The world failed; nothing was allowed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error("failed to read or write accounts")]
    Store(#[from] store::Error),
    /// A secret could not be sealed or opened.
    #[error("failed to seal or open a secret of an account")]
    Seal(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A password could not be hashed.
    #[error("failed to hash a password: {0}")]
    Hash(String),
}

/// Somebody who signed in, with the roles in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: AccountId,
    /// The participant it belongs to.
    pub person: Option<PersonId>,
    /// The roles in force now.
    pub grants: Vec<Grant>,
}

/// The answer was no.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// No rule permits it, or one forbids it.
    #[error("{action} was denied ({})", rules.join(" "))]
    Refused {
        /// What was asked for.
        action: String,
        /// The rules that forbade it; empty if nothing permits it.
        rules: Vec<String>,
        /// What to tell the reader.
        text: Text,
    },
    /// The log could not be written, so the answer is no.
    #[error("the access log could not be written")]
    NotLogged(#[source] store::Error),
}

/// Accounts, decisions and the log. Cheap to clone.
#[derive(Clone)]
pub struct Auth(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub ledger: Ledger,
    pub log: Log,
    pub policies: Policies,
    pub sealer: Box<dyn Sealer>,
    pub chance: Chance,
    pub hashing: Semaphore,
}

impl Auth {
    /// Loads the policies over a migrated database.
    ///
    /// # Errors
    /// [`PolicyFault`] if the policies are not sound; the platform must not start then.
    pub fn new(
        ledger: Ledger,
        sealer: Box<dyn Sealer>,
        chance: Chance,
    ) -> Result<Self, PolicyFault> {
        let policies = Policies::embedded()?;
        // Each hash takes 19 MiB and a core; two at a time keep the rest of the server alive.
        let hashing = Semaphore::new(2);
        let log = Log::open(ledger.db().clone());
        Ok(Self(Arc::new(Inner {
            ledger,
            log,
            policies,
            sealer,
            chance,
            hashing,
        })))
    }

    /// The policies, for documents and checks.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }

    /// Decides for an account, logs the decision, and answers with the actor: the account in the first of its roles that may.
    ///
    /// # Errors
    /// [`Denied`], also when the log cannot be written.
    pub async fn may(
        &self,
        who: &Who,
        action: &str,
        on: &Resource,
        purpose: Option<&str>,
        now: At,
    ) -> Result<Actor, Denied> {
        let mut rules = Vec::new();
        for (role, site) in held(who) {
            let verdict = self.ask(who, role, site, action, on);
            if verdict.allowed {
                let actor = Actor {
                    account: who.account.clone(),
                    role: role.to_owned(),
                    site: site.cloned(),
                };
                self.log(&actor, action, on, &verdict, purpose, now).await?;
                return Ok(actor);
            }
            rules.extend(verdict.rules);
        }
        rules.sort();
        rules.dedup();
        self.refuse(who, action, on, rules, purpose, now).await
    }

    /// Decides for somebody who has not signed in.
    ///
    /// # Errors
    /// [`Denied`], also when the log cannot be written.
    pub async fn anyone_may(&self, action: &str, on: &Resource, now: At) -> Result<Actor, Denied> {
        let account = AccountId::parse("guest").unwrap_or_else(|_| Actor::system().account);
        let who = Who {
            account: account.clone(),
            person: None,
            grants: Vec::new(),
        };
        let verdict = self.ask(&who, "guest", None, action, on);
        if verdict.allowed {
            return Ok(Actor {
                account,
                role: "guest".to_owned(),
                site: None,
            });
        }
        self.refuse(&who, action, on, verdict.rules, None, now)
            .await
    }

    async fn refuse(
        &self,
        who: &Who,
        action: &str,
        on: &Resource,
        rules: Vec<String>,
        purpose: Option<&str>,
        now: At,
    ) -> Result<Actor, Denied> {
        let roles: Vec<&str> = held(who).map(|(role, _)| role).collect();
        let actor = Actor {
            account: who.account.clone(),
            role: roles.join(" "),
            site: None,
        };
        let verdict = Verdict {
            allowed: false,
            rules,
        };
        self.log(&actor, action, on, &verdict, purpose, now).await?;
        let text = self.why_not(action, &verdict.rules);
        Err(Denied::Refused {
            action: action.to_owned(),
            rules: verdict.rules,
            text,
        })
    }

    fn ask(
        &self,
        who: &Who,
        role: &str,
        site: Option<&SiteId>,
        action: &str,
        on: &Resource,
    ) -> Verdict {
        let principal = Principal {
            account: who.account.as_str(),
            role,
            site,
            person: who.person.as_ref(),
        };
        self.0.policies.decide(principal, action, on)
    }

    async fn log(
        &self,
        actor: &Actor,
        action: &str,
        on: &Resource,
        verdict: &Verdict,
        purpose: Option<&str>,
        now: At,
    ) -> Result<(), Denied> {
        let entry = Entry {
            id: self.random_id("al"),
            at: now,
            account: actor.account.clone(),
            role: actor.role.clone(),
            site: actor.site.as_ref().map(|s| s.as_str().to_owned()),
            action: action.to_owned(),
            kind: on.kind.to_owned(),
            thing: on.id.clone(),
            case: on.case.clone(),
            person: on.person.clone(),
            holds: self.0.policies.holds(action, on),
            rule: verdict.rules.join(" "),
            allowed: verdict.allowed,
            purpose: purpose.map(str::to_owned),
        };
        self.0.log.write(entry).await.map_err(Denied::NotLogged)
    }

    fn why_not(&self, action: &str, rules: &[String]) -> Text {
        let forbids = rules
            .iter()
            .filter_map(|id| self.0.policies.rule(id))
            .find(|r| r.forbids && !r.text.ja.is_empty());
        if let Some(rule) = forbids {
            return rule.text.clone();
        }
        let Some(info) = self.0.policies.action(action) else {
            return text!("この操作は許可されていません。", "This is not permitted.");
        };
        let (ja, en) = (&info.label.ja, &info.label.en);
        text!(
            ("「{ja}」の対象がここにないか、いまの役割と施設では許可されていません。必要な場合は管理者に権限の付与を依頼してください。"),
            ("To {en}: there is no such thing here, or it is not permitted with your present roles and site. If you need it, ask an administrator for the grant.")
        )
    }

    /// The log, newest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn accesses(&self, filter: &Filter, limit: i64) -> Result<Vec<Entry>, store::Error> {
        log::read(self.0.ledger.db(), filter, limit).await
    }

    /// What the account may see and do now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn who(&self, account: &AccountId, now: At) -> Result<Option<Who>, store::Error> {
        let loaded = self.0.ledger.load::<Account>(account.as_str()).await?;
        let open = loaded.filter(|l| l.state.closed_at.is_none());
        Ok(open.map(|l| Who {
            account: account.clone(),
            person: l.state.person.clone(),
            grants: l.state.in_force(now),
        }))
    }

    /// A random id: the prefix and 80 bits in lower-case base 32.
    #[must_use]
    pub fn random_id(&self, prefix: &str) -> String {
        let mut bytes = [0; 10];
        (self.0.chance)(&mut bytes);
        format!(
            "{prefix}-{}",
            data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase()
        )
    }
}

/// Every role of an account with its site; everyone signed in is also a `member`, and a participant may act for another, where
/// the thing says so.
fn held(who: &Who) -> impl Iterator<Item = (&str, Option<&SiteId>)> {
    let granted = who
        .grants
        .iter()
        .map(|g| (g.role.as_str(), g.site.as_ref()));
    let proxy = who.person.is_some() && !who.grants.is_empty();
    let proxy = proxy.then_some(("proxy", None));
    let implied = (who.account.as_str() != "guest").then_some(("member", None));
    granted.chain(proxy).chain(implied)
}
