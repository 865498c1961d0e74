//! An account and its grants, as events: who granted what to whom, when, at which site, until when.

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, PersonId, SiteId, Text, text};

use crate::{Bound, role};

/// The aggregate.
pub struct Account;

/// One role, held at a site, for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id, unique within the account.
    pub id: String,
    /// The role, as in `catalog/roles.toml`.
    pub role: String,
    /// The site it is held at.
    pub site: Option<SiteId>,
    /// From when.
    pub from: At,
    /// Until when (exclusive); absent means until revoked.
    pub until: Option<At>,
    /// Who granted it.
    pub granted_by: AccountId,
    /// When it was granted.
    pub granted_at: At,
    /// When it was revoked.
    #[serde(default)]
    pub revoked_at: Option<At>,
    /// Who revoked it.
    #[serde(default)]
    pub revoked_by: Option<AccountId>,
}

impl Grant {
    /// Whether the role could be used at an instant.
    #[must_use]
    pub fn in_force(&self, at: At) -> bool {
        let ended = [self.until, self.revoked_at].into_iter().flatten().min();
        self.from <= at && ended.is_none_or(|end| at < end)
    }
}

/// What is known of an account; never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// When it was opened.
    pub opened_at: At,
    /// The participant who signs in with it.
    pub person: Option<PersonId>,
    /// Every grant ever given, by id.
    pub grants: BTreeMap<String, Grant>,
    /// When it was closed.
    pub closed_at: Option<At>,
}

impl State {
    /// The grants in force at an instant, in the order they were given.
    #[must_use]
    pub fn in_force(&self, at: At) -> Vec<Grant> {
        if self.closed_at.is_some_and(|closed| closed <= at) {
            return Vec::new();
        }
        let held = self.grants.values().filter(|g| g.in_force(at));
        let mut held: Vec<Grant> = held.cloned().collect();
        held.sort_by_key(|g| g.granted_at);
        held
    }
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Opens the account, for a participant or for a member of staff.
    Open {
        /// The participant who will sign in with it.
        person: Option<PersonId>,
    },
    /// Grants a role.
    Grant {
        /// Id of the new grant.
        id: String,
        /// The role.
        role: String,
        /// The site it is held at.
        site: Option<SiteId>,
        /// From when.
        from: At,
        /// Until when.
        until: Option<At>,
    },
    /// Revokes a grant at once.
    Revoke {
        /// Which one.
        id: String,
    },
    /// Closes the account; all grants end with it.
    Close,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The account was opened.
    Opened {
        /// When.
        at: At,
        /// The participant who signs in with it.
        person: Option<PersonId>,
    },
    /// A role was granted.
    Granted {
        /// The grant.
        grant: Grant,
    },
    /// A grant was revoked.
    Revoked {
        /// Which one.
        id: String,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// The account was closed.
    Closed {
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The account that is changed.
    pub account: AccountId,
    /// Now.
    pub now: At,
    /// Who wants it.
    pub by: AccountId,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is such an account already.
    #[error("the account is open already")]
    AlreadyOpen,
    /// There is no such account, or it was closed.
    #[error("the account is not open")]
    NotOpen,
    /// No role of that name can be granted.
    #[error("no role {0} can be granted")]
    UnknownRole(String),
    /// The role is held at a site, or must not be.
    #[error("the role {0} and the site do not fit")]
    Site(String),
    /// A patient's role needs an account of a participant.
    #[error("the account is not a participant's")]
    NotAParticipant,
    /// The period is empty.
    #[error("the period ends before it begins")]
    Period,
    /// Nobody grants to himself.
    #[error("nobody grants to himself")]
    OneselfGrant,
    /// There is no such grant in force.
    #[error("no such grant is in force")]
    NoSuchGrant,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyOpen => "E-AUTH-ALREADY-OPEN",
            Self::NotOpen => "E-AUTH-NOT-OPEN",
            Self::UnknownRole(_) => "E-AUTH-UNKNOWN-ROLE",
            Self::Site(_) => "E-AUTH-SITE",
            Self::NotAParticipant => "E-AUTH-NOT-A-PARTICIPANT",
            Self::Period => "E-AUTH-PERIOD",
            Self::OneselfGrant => "E-AUTH-ONESELF",
            Self::NoSuchGrant => "E-AUTH-NO-SUCH-GRANT",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::AlreadyOpen => text!(
                "このアカウントはすでに開設されています。",
                "This account is open already."
            ),
            Self::NotOpen => text!(
                "このアカウントは存在しないか、閉鎖されています。",
                "This account does not exist or was closed."
            ),
            Self::UnknownRole(role) => text!(
                ("役割「{role}」は付与できません。"),
                ("The role \"{role}\" cannot be granted.")
            ),
            Self::Site(role) => text!(
                ("役割「{role}」と施設の指定が合いません。施設の役割には施設を、中央の役割には施設なしを指定してください。"),
                ("The role \"{role}\" and the site do not fit: name a site for a site's role, none for a role of the centre.")
            ),
            Self::NotAParticipant => text!(
                "患者さん用の役割は、本人に結び付いたアカウントにだけ付与できます。",
                "The patient's role can be granted only to an account tied to that person."
            ),
            Self::Period => text!(
                "終了日時が開始日時より前です。期間を見直してください。",
                "The period ends before it begins; look at the dates again."
            ),
            Self::OneselfGrant => text!(
                "自分自身の権限は変更できません。別の管理者に依頼してください。",
                "You cannot change your own grants; ask another administrator."
            ),
            Self::NoSuchGrant => text!(
                "その権限は見つからないか、すでに取り消されています。",
                "There is no such grant, or it was revoked already."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::OneselfGrant => "職務の分離 / separation of duties",
            _ => "",
        }
    }
}

impl Aggregate for Account {
    const KIND: &'static str = "account";
    const TABLE: &'static str = "auth_account";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&State>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        let (at, by) = (facts.now, facts.by.clone());
        let open = state.filter(|s| s.closed_at.is_none());
        match (command, open) {
            (Command::Open { .. }, _) if state.is_some() => Err(Refusal::AlreadyOpen),
            (Command::Open { person }, _) => Ok(vec![Event::Opened { at, person }]),
            (_, None) => Err(Refusal::NotOpen),
            (_, Some(_)) if facts.by == facts.account => Err(Refusal::OneselfGrant),
            (
                Command::Grant {
                    id,
                    role,
                    site,
                    from,
                    until,
                },
                Some(open),
            ) => {
                fits(open, &role, site.as_ref())?;
                if until.is_some_and(|until| until <= from) {
                    return Err(Refusal::Period);
                }
                let grant = Grant {
                    id,
                    role,
                    site,
                    from,
                    until,
                    granted_by: by,
                    granted_at: at,
                    revoked_at: None,
                    revoked_by: None,
                };
                Ok(vec![Event::Granted { grant }])
            }
            (Command::Revoke { id }, Some(open)) => match open.grants.get(&id) {
                Some(grant) if grant.revoked_at.is_none() => {
                    Ok(vec![Event::Revoked { id, at, by }])
                }
                _ => Err(Refusal::NoSuchGrant),
            },
            (Command::Close, Some(_)) => Ok(vec![Event::Closed { at, by }]),
        }
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        if let Event::Opened { at, person } = event {
            return Some(State {
                opened_at: *at,
                person: person.clone(),
                grants: BTreeMap::new(),
                closed_at: None,
            });
        }
        let mut state = state?;
        match event {
            Event::Opened { .. } => {}
            Event::Granted { grant } => {
                state.grants.insert(grant.id.clone(), grant.clone());
            }
            Event::Revoked { id, at, by } => {
                if let Some(grant) = state.grants.get_mut(id) {
                    grant.revoked_at = Some(*at);
                    grant.revoked_by = Some(by.clone());
                }
            }
            Event::Closed { at, .. } => state.closed_at = Some(*at),
        }
        Some(state)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        let person = state.person.as_ref().map(|p| p.as_str().to_owned());
        vec![
            ("person", person.into()),
            ("closed", state.closed_at.is_some().into()),
        ]
    }
}

fn fits(state: &State, name: &str, site: Option<&SiteId>) -> Result<(), Refusal> {
    let known = role(name).filter(|r| r.bound != Bound::Implied);
    let known = known.ok_or_else(|| Refusal::UnknownRole(name.to_owned()))?;
    match (known.bound, site, &state.person) {
        (Bound::Site, None, _) | (Bound::Centre | Bound::Person, Some(_), _) => {
            Err(Refusal::Site(name.to_owned()))
        }
        (Bound::Person, None, None) => Err(Refusal::NotAParticipant),
        _ => Ok(()),
    }
}
