//! An account and its grants, as events: who granted what to whom, when, at which site, until when.

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, Digest, PersonId, SiteId, Text, text};

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
    /// Digest of the sealed reason, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Digest>,
}

impl Grant {
    /// Whether the role could be used at an instant.
    #[must_use]
    pub fn in_force(&self, at: At) -> bool {
        let ended = [self.until, self.revoked_at].into_iter().flatten().min();
        self.from <= at && ended.is_none_or(|end| at < end)
    }
}

/// A passkey's public half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// The credential as it was registered: id, public key, flags.
    pub key: serde_json::Value,
    /// When it was added.
    pub added_at: At,
    /// When it was revoked.
    #[serde(default)]
    pub revoked_at: Option<At>,
}

/// Who the holder is for an identity provider, as a digest that only this installation can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// When it was linked.
    pub linked_at: At,
    /// When the link ended.
    #[serde(default)]
    pub ended_at: Option<At>,
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
    /// From when to when it was closed and is not any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shut: Vec<(At, At)>,
    /// Every passkey it ever had, by id.
    #[serde(default)]
    pub keys: BTreeMap<String, PublicKey>,
    /// Every identity of a provider it was ever linked to, by digest.
    #[serde(default)]
    pub links: BTreeMap<String, Link>,
}

impl State {
    /// The grants in force at an instant, in the order they were given.
    #[must_use]
    pub fn in_force(&self, at: At) -> Vec<Grant> {
        let shut = self.shut.iter().any(|(from, to)| *from <= at && at < *to);
        if shut || self.closed_at.is_some_and(|closed| closed <= at) {
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
    /// Revokes a grant at once, for a reason that is kept under seal.
    RevokeFor {
        /// Which one.
        id: String,
        /// Digest of the sealed reason.
        why: Digest,
    },
    /// Closes the account; all grants end with it.
    Close,
    /// Opens a closed account again, as it was: it had been closed by mistake.
    Reopen,
    /// Adds a passkey of one's own.
    AddKey {
        /// Its id, base64url.
        id: String,
        /// The credential as registered.
        key: serde_json::Value,
    },
    /// Revokes a passkey: one's own, or a lost one of somebody else.
    RevokeKey {
        /// Which one.
        id: String,
    },
    /// Lets whom an identity provider names in with this account.
    Link {
        /// Digest of the identity.
        identity: String,
    },
    /// Ends such a link at once.
    Unlink {
        /// Digest of the identity.
        identity: String,
    },
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
        /// Digest of the sealed reason, if one was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Digest>,
    },
    /// The account was closed.
    Closed {
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// A closed account was opened again.
    Reopened {
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// A passkey was added.
    KeyAdded {
        /// Its id, base64url.
        id: String,
        /// The credential as registered: public by design.
        key: serde_json::Value,
        /// When.
        at: At,
    },
    /// A passkey was revoked.
    KeyRevoked {
        /// Which one.
        id: String,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// Somebody whom an identity provider names may enter.
    Linked {
        /// Digest of the identity, keyed: the provider's number of a person is not told.
        identity: String,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// Such a link ended.
    Unlinked {
        /// Digest of the identity.
        identity: String,
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
    /// A participant's account holds the participant's role only.
    #[error("a participant's account holds no other role")]
    ParticipantOnly,
    /// The period is empty.
    #[error("the period ends before it begins")]
    Period,
    /// Nobody grants to himself.
    #[error("nobody grants to himself")]
    OneselfGrant,
    /// There is no such grant in force.
    #[error("no such grant is in force")]
    NoSuchGrant,
    /// Taking a right away asks for a reason.
    #[error("no reason was given")]
    NoReason,
    /// There is no such key, or it was revoked.
    #[error("no such passkey")]
    NoSuchKey,
    /// A key is added by its holder.
    #[error("a passkey is added by its holder")]
    NotTheHolder,
    /// That is no subject of a provider.
    #[error("not a subject")]
    NoSubject,
    /// The identity belongs to an account already.
    #[error("the identity is linked already")]
    LinkedAlready,
    /// There is no such link, or it ended.
    #[error("no such link")]
    NoSuchLink,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AlreadyOpen => "E-AUTH-ALREADY-OPEN",
            Self::NotOpen => "E-AUTH-NOT-OPEN",
            Self::UnknownRole(_) => "E-AUTH-UNKNOWN-ROLE",
            Self::Site(_) => "E-AUTH-SITE",
            Self::NotAParticipant => "E-AUTH-NOT-A-PARTICIPANT",
            Self::ParticipantOnly => "E-AUTH-PARTICIPANT-ONLY",
            Self::Period => "E-AUTH-PERIOD",
            Self::OneselfGrant => "E-AUTH-ONESELF",
            Self::NoSuchGrant => "E-AUTH-NO-SUCH-GRANT",
            Self::NoReason => "E-AUTH-NO-REASON",
            Self::NoSuchKey => "E-AUTH-NO-SUCH-KEY",
            Self::NotTheHolder => "E-AUTH-NOT-THE-HOLDER",
            Self::NoSubject => "E-AUTH-NO-SUBJECT",
            Self::LinkedAlready => "E-AUTH-LINKED-ALREADY",
            Self::NoSuchLink => "E-AUTH-NO-SUCH-LINK",
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
            Self::ParticipantOnly => text!(
                "患者さんのアカウントに職員の役割は付けられません。職員としては別のアカウントを開設してください。",
                "A participant's account holds no role of staff; open another account for the work."
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
            Self::NoReason => text!(
                "理由を書いてください。あとの点検で読まれます。",
                "Please give a reason; later reviews read it."
            ),
            Self::NoSuchKey => text!(
                "そのパスキーはないか、すでに取り消されています。",
                "There is no such passkey, or it was revoked already."
            ),
            Self::NotTheHolder => text!(
                "パスキーは本人だけが追加できます。",
                "Only its holder adds a passkey."
            ),
            Self::NoSubject => text!(
                "認証基盤がこの人に付けた番号（subject）を、空白なしの255文字以内で入力してください。",
                "Type the subject that the provider gave this person: at most 255 characters, without spaces."
            ),
            Self::LinkedAlready => text!(
                "その番号（subject）は、すでにどれかのアカウントに結び付いています。1つの番号で入れるアカウントは1つだけです。",
                "This subject is linked to an account already; one subject lets into one account only."
            ),
            Self::NoSuchLink => text!(
                "その結び付けはないか、すでに解かれています。",
                "There is no such link, or it has ended already."
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
            (Command::Reopen, None) if state.is_some() && facts.by != facts.account => {
                Ok(vec![Event::Reopened { at, by }])
            }
            (Command::Reopen, Some(_)) => Err(Refusal::AlreadyOpen),
            (_, None) => Err(Refusal::NotOpen),
            (Command::AddKey { .. }, Some(_)) if facts.by != facts.account => {
                Err(Refusal::NotTheHolder)
            }
            (Command::AddKey { id, key }, Some(_)) => Ok(vec![Event::KeyAdded { id, key, at }]),
            (Command::RevokeKey { id }, Some(open)) => match open.keys.get(&id) {
                Some(key) if key.revoked_at.is_none() => Ok(vec![Event::KeyRevoked { id, at, by }]),
                _ => Err(Refusal::NoSuchKey),
            },
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
                    why: None,
                };
                Ok(vec![Event::Granted { grant }])
            }
            (Command::Revoke { id }, Some(open)) => revoked(open, id, at, by, None),
            (Command::RevokeFor { id, why }, Some(open)) => revoked(open, id, at, by, Some(why)),
            (Command::Link { identity }, Some(open)) => match open.links.get(&identity) {
                Some(link) if link.ended_at.is_none() => Err(Refusal::LinkedAlready),
                _ => Ok(vec![Event::Linked { identity, at, by }]),
            },
            (Command::Unlink { identity }, Some(open)) => match open.links.get(&identity) {
                Some(link) if link.ended_at.is_none() => {
                    Ok(vec![Event::Unlinked { identity, at, by }])
                }
                _ => Err(Refusal::NoSuchLink),
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
                shut: Vec::new(),
                keys: BTreeMap::new(),
                links: BTreeMap::new(),
            });
        }
        let mut state = state?;
        match event {
            Event::Opened { .. } => {}
            Event::Granted { grant } => {
                state.grants.insert(grant.id.clone(), grant.clone());
            }
            Event::Revoked { id, at, by, why } => {
                if let Some(grant) = state.grants.get_mut(id) {
                    grant.revoked_at = Some(*at);
                    grant.revoked_by = Some(by.clone());
                    grant.why.clone_from(why);
                }
            }
            Event::Closed { at, .. } => {
                state.closed_at = Some(*at);
                // whom a provider names may come back with another account
                let links = state.links.values_mut();
                for link in links.filter(|l| l.ended_at.is_none()) {
                    link.ended_at = Some(*at);
                }
            }
            Event::Reopened { at, .. } => {
                if let Some(closed) = state.closed_at.take() {
                    state.shut.push((closed, *at));
                }
            }
            Event::KeyAdded { id, key, at } => {
                let key = PublicKey {
                    key: key.clone(),
                    added_at: *at,
                    revoked_at: None,
                };
                state.keys.insert(id.clone(), key);
            }
            Event::KeyRevoked { id, at, .. } => {
                if let Some(key) = state.keys.get_mut(id) {
                    key.revoked_at = Some(*at);
                }
            }
            Event::Linked { identity, at, .. } => {
                let link = Link {
                    linked_at: *at,
                    ended_at: None,
                };
                state.links.insert(identity.clone(), link);
            }
            Event::Unlinked { identity, at, .. } => {
                if let Some(link) = state.links.get_mut(identity) {
                    link.ended_at = Some(*at);
                }
            }
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

fn revoked(
    open: &State,
    id: String,
    at: At,
    by: AccountId,
    why: Option<Digest>,
) -> Result<Vec<Event>, Refusal> {
    match open.grants.get(&id) {
        Some(grant) if grant.revoked_at.is_none() => Ok(vec![Event::Revoked { id, at, by, why }]),
        _ => Err(Refusal::NoSuchGrant),
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
        (Bound::Site | Bound::Centre, _, Some(_)) => Err(Refusal::ParticipantOnly),
        _ => Ok(()),
    }
}
