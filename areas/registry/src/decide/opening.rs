//! An identity opened outside the treating team: asked with a reason, approved by a second person, over after an hour.

use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, CaseId, Digest};

use super::Refusal;
use crate::words::opening::{MINUTES, Reason, Stands, WAITS_HOURS};

/// The aggregate.
pub enum OpeningAggregate {}

/// An opening. Who asked and who approved are accounts; what was written lies sealed, its digest is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Whose identity.
    pub case: CaseId,
    /// Who asked.
    pub by: AccountId,
    /// Why.
    pub reason: Reason,
    /// Digest of the sealed words beside the reason.
    pub said: Option<Digest>,
    /// When it was asked.
    pub asked_at: At,
    /// Who answered, and when.
    pub answered: Option<(AccountId, At)>,
    /// Until when it is open; absent if it was not approved.
    pub until: Option<At>,
    /// When the identity was first seen through it.
    pub used_at: Option<At>,
    /// When it was ended early.
    pub ended_at: Option<At>,
}

impl Opening {
    /// How it stands at a moment.
    #[must_use]
    pub fn stands(&self, now: At) -> Stands {
        match (self.ended_at, self.until, &self.answered) {
            (Some(_), ..) => Stands::Ended,
            (None, Some(until), _) if now < until => Stands::Open,
            (None, Some(_), _) => Stands::Ended,
            (None, None, Some(_)) => Stands::Refused,
            (None, None, None) if now < self.waits_until() => Stands::Asked,
            (None, None, None) => Stands::Ended,
        }
    }

    /// Until when an answer can be given.
    #[must_use]
    pub fn waits_until(&self) -> At {
        self.asked_at.plus_seconds(WAITS_HOURS * 3600)
    }

    /// Whether this account may see the identity through it now.
    #[must_use]
    pub fn opens_for(&self, account: &AccountId, now: At) -> bool {
        self.by == *account && self.stands(now) == Stands::Open
    }
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Ask.
    Ask {
        /// Whose identity.
        case: CaseId,
        /// Why.
        reason: Reason,
        /// Digest of the sealed words.
        said: Option<Digest>,
    },
    /// The second person says yes.
    Approve,
    /// The second person says no.
    Refuse,
    /// The identity is seen.
    Use,
    /// It is no longer needed.
    End,
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Who acts.
    pub by: AccountId,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Asked for.
    OpeningAsked {
        /// Whose identity.
        case: CaseId,
        /// Who asked.
        by: AccountId,
        /// Why.
        reason: Reason,
        /// Digest of the sealed words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<Digest>,
        /// When.
        at: At,
    },
    /// Approved by a second person.
    OpeningApproved {
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
        /// Until when it is open.
        until: At,
    },
    /// Refused by a second person.
    OpeningRefused {
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
    /// Seen for the first time.
    OpeningUsed {
        /// When.
        at: At,
    },
    /// Ended before its time.
    OpeningEnded {
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
}

impl ledger::Aggregate for OpeningAggregate {
    const KIND: &'static str = "identity_opening";
    const TABLE: &'static str = "registry_opening";
    type State = Opening;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Opening>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        let (by, at) = (facts.by.clone(), facts.now);
        let happened = match (state, command) {
            (None, Command::Ask { case, reason, said }) => ask(case, reason, said, facts)?,
            (Some(_), Command::Ask { .. }) => return Err(Refusal::AlreadyThere),
            (None, _) => return Err(Refusal::Unknown),
            (Some(opening), Command::Approve) => {
                second(opening, facts)?;
                Event::OpeningApproved {
                    by,
                    at,
                    until: at.plus_seconds(MINUTES * 60),
                }
            }
            (Some(opening), Command::Refuse) => {
                second(opening, facts)?;
                Event::OpeningRefused { by, at }
            }
            (Some(opening), Command::Use) => {
                if !opening.opens_for(&by, at) {
                    return Err(Refusal::NotOpen);
                }
                if opening.used_at.is_some() {
                    return Ok(vec![]);
                }
                Event::OpeningUsed { at }
            }
            (Some(opening), Command::End) => match opening.stands(at) {
                Stands::Asked | Stands::Open => Event::OpeningEnded { by, at },
                Stands::Refused | Stands::Ended => return Ok(vec![]),
            },
        };
        Ok(vec![happened])
    }

    fn evolve(state: Option<Opening>, event: &Event) -> Option<Opening> {
        if let Event::OpeningAsked {
            case,
            by,
            reason,
            said,
            at,
        } = event.clone()
        {
            return Some(Opening {
                case,
                by,
                reason,
                said,
                asked_at: at,
                answered: None,
                until: None,
                used_at: None,
                ended_at: None,
            });
        }
        let mut opening = state?;
        match event.clone() {
            Event::OpeningApproved { by, at, until } => {
                opening.answered = Some((by, at));
                opening.until = Some(until);
            }
            Event::OpeningRefused { by, at } => opening.answered = Some((by, at)),
            Event::OpeningUsed { at } => opening.used_at = Some(at),
            Event::OpeningEnded { at, .. } => opening.ended_at = Some(at),
            Event::OpeningAsked { .. } => {}
        }
        Some(opening)
    }

    fn columns(state: &Opening) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("account", state.by.as_str().into()),
            ("asked_at", state.asked_at.into()),
        ]
    }
}

fn ask(
    case: CaseId,
    reason: Reason,
    said: Option<Digest>,
    facts: &Facts,
) -> Result<Event, Refusal> {
    if reason == Reason::Other && said.is_none() {
        return Err(Refusal::NoWords);
    }
    Ok(Event::OpeningAsked {
        case,
        by: facts.by.clone(),
        reason,
        said,
        at: facts.now,
    })
}

/// Whoever answers is somebody else, and answers what still waits.
fn second(opening: &Opening, facts: &Facts) -> Result<(), Refusal> {
    if opening.by == facts.by {
        return Err(Refusal::OwnOpening);
    }
    if opening.stands(facts.now) != Stands::Asked {
        return Err(Refusal::NotAsked);
    }
    Ok(())
}
