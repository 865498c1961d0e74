//! A consent in the making: thirteen steps that can be interrupted and gone back to. It decides nothing about the record
//! itself; that is made from it by the rules of a consent.

mod evolve;
mod steps;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, Digest, Signed};

use super::Refusal;
use crate::words::{
    Answers, Authority, Because, Giver, IdentityCheck, Method, Place, Proxy, Remote,
    session::{End, Invitation, Letters, Session},
};

pub use steps::step;

/// The aggregate.
pub enum SessionAggregate {}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum SessionCommand {
    /// Invite somebody.
    Invite(Box<Invitation>),
    /// Hand over a tablet, or a code for home.
    HandOver(Method),
    /// Step 1.
    Begin(Letters),
    /// Step 2.
    Who {
        /// Who decides.
        giver: Giver,
        /// The proxy, if one does.
        proxy: Option<Proxy>,
    },
    /// Step 3: cards read so far.
    ReadCards(u32),
    /// Step 4: read to the end.
    ReadItems,
    /// A question to staff.
    Ask {
        /// Its id.
        id: String,
        /// The item; empty for anything else.
        item: String,
        /// Digest of the sealed words.
        digest: Digest,
    },
    /// Staff answered.
    Reply {
        /// The question.
        id: String,
        /// Digest of the sealed words with the answer.
        digest: Digest,
    },
    /// Step 5: right or not, by question; empty to leave it.
    Check(BTreeMap<String, bool>),
    /// Step 6, ticked by staff.
    Talk {
        /// Where.
        place: Place,
        /// What was confirmed of a talk by video.
        remote: Option<Remote>,
    },
    /// Step 7: answers to mandatory items; those of the child beside them.
    Agree {
        /// The items.
        answers: Answers,
        /// The child's.
        child: Answers,
    },
    /// The person does not take part.
    Decline,
    /// Step 8.
    Choose(Answers),
    /// Step 9.
    Review,
    /// Step 10, by staff.
    Identify {
        /// How.
        check: IdentityCheck,
        /// What gives the proxy the right to decide.
        authority: Option<Authority>,
    },
    /// Step 11: digest of the sealed signature.
    Sign(Digest),
    /// Step 12: staff sign what the person signed.
    Countersign(Box<Signed>),
    /// Step 12 is done: the record was made.
    Record {
        /// The consent.
        consent: String,
    },
    /// Staff end it.
    Close,
    /// Nobody came in time.
    Expire,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SessionEvent {
    /// Somebody was invited.
    Invited {
        /// Who, on which form.
        invitation: Box<Invitation>,
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
    /// A tablet or a code was handed over.
    HandedOver {
        /// How the record will be made.
        method: Method,
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
    /// It was begun.
    Begun {
        /// Size of letters.
        letters: Letters,
    },
    /// Who decides.
    GiverSaid {
        /// Who.
        giver: Giver,
        /// The proxy.
        proxy: Option<Proxy>,
    },
    /// Cards were read.
    CardsRead {
        /// So far.
        cards: u32,
    },
    /// The text was read.
    ItemsRead {},
    /// A question was asked.
    Asked {
        /// Its id.
        id: String,
        /// The item.
        item: String,
        /// Digest of the sealed words.
        digest: Digest,
        /// When.
        at: At,
    },
    /// A question was answered.
    Replied {
        /// Its id.
        id: String,
        /// Digest of the sealed words with the answer.
        digest: Digest,
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
    /// The understanding check was tried.
    Checked {
        /// Right or not, by question.
        right: BTreeMap<String, bool>,
    },
    /// The check was left behind.
    CheckLeft {},
    /// Staff talked with the person.
    Talked {
        /// Who.
        by: AccountId,
        /// When.
        at: At,
        /// Where.
        place: Place,
        /// What was confirmed of a talk by video.
        remote: Option<Remote>,
    },
    /// Mandatory items were answered.
    Agreed {
        /// All answers to them.
        answers: Answers,
        /// The child's.
        child: Answers,
    },
    /// Choices were answered.
    Chosen {
        /// All choices.
        answers: Answers,
        /// Whether none is left.
        complete: bool,
    },
    /// Everything was read once more.
    Reviewed {},
    /// Identity was checked.
    Identified {
        /// How.
        check: IdentityCheck,
        /// By whom.
        by: AccountId,
        /// What gives the proxy the right to decide.
        authority: Option<Authority>,
    },
    /// It was signed.
    Signed {
        /// Digest of the sealed signature.
        digest: Digest,
        /// When.
        at: At,
    },
    /// Staff signed what the person had signed, with their own key.
    Countersigned {
        /// Whose signature, over which digest.
        signed: Box<Signed>,
    },
    /// It ended.
    Ended {
        /// How.
        end: End,
        /// When.
        at: At,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    /// Now.
    pub now: At,
    /// Who acts; the guest account for the person at the tablet.
    pub actor: AccountId,
    /// Completed years of the person today.
    pub age: Option<i32>,
    /// Whether sample forms may be signed.
    pub samples: bool,
    /// A consent of the person for this case that is in force, and why the person is to be asked again.
    pub in_force: Option<(String, Option<Because>)>,
}

impl ledger::Aggregate for SessionAggregate {
    const KIND: &'static str = "consent_session";
    const TABLE: &'static str = "consent_session";
    type State = Session;
    type Command = SessionCommand;
    type Event = SessionEvent;
    type Refusal = Refusal;
    type Facts = SessionFacts;

    fn decide(
        state: Option<&Session>,
        command: SessionCommand,
        facts: &SessionFacts,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        match (state, command) {
            (None, SessionCommand::Invite(invitation)) => steps::invite(invitation, facts),
            (None, _) => Err(Refusal::Unknown),
            (Some(_), SessionCommand::Invite(_)) => Err(Refusal::RecordStands),
            (Some(session), command) => steps::go(session, command, facts),
        }
    }

    fn evolve(state: Option<Session>, event: &SessionEvent) -> Option<Session> {
        evolve::evolve(state, event)
    }

    fn columns(state: &Session) -> Vec<(&'static str, Value)> {
        vec![
            ("person", (&state.invitation.person).into()),
            ("case_id", (&state.invitation.case).into()),
            ("status", state.state().into()),
            ("until", state.invitation.until.into()),
            ("questions", i64::from(state.open_questions()).into()),
        ]
    }
}
