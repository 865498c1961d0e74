//! What may happen to a tube, and what did.

mod act;
mod fold;
mod laws;
mod refusal;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use store::Value;
use words::{Actor, At, CaseId, ConsentRef, PersonId, SiteId};

use crate::words::{
    Condition, Material, Nonconformity, OnTheWay, Role, SopRef, Status, TubeNumber,
};

pub use refusal::Refusal;

/// A tube; its id is its number.
pub struct Tube;

/// What is known about a tube.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its number.
    pub number: TubeNumber,
    /// Its case.
    pub case: CaseId,
    /// Whose material it holds.
    pub person: PersonId,
    /// Tumour or normal.
    pub role: Role,
    /// What is in it.
    pub material: Material,
    /// Where it stands.
    pub status: Status,
    /// Who has it in hand; while in transit, who gave it away last.
    pub custodian: SiteId,
    /// The open transfer.
    pub on_the_way: Option<OnTheWay>,
    /// Finished transfers.
    pub transfers: u32,
    /// Set when consent was withdrawn: out of use for ever.
    pub locked: Option<At>,
    /// When it may be destroyed at the earliest, and when it must be.
    pub destruction: Option<Destruction>,
}

/// An order to destroy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// The end of the cooling-off period.
    pub not_before: At,
    /// The last moment.
    pub due: At,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Reserve a number.
    Plan {
        /// The number.
        number: TubeNumber,
        /// Of which case.
        case: CaseId,
        /// Of which person.
        person: PersonId,
        /// Tumour or normal.
        role: Role,
        /// What will be in it.
        material: Material,
        /// The site that collects.
        site: SiteId,
    },
    /// Record that it was filled.
    Collect {
        /// By which procedure.
        sop: SopRef,
    },
    /// Check the label by scanning it.
    Label {
        /// What the scanner read.
        scanned: String,
        /// By which procedure.
        sop: SopRef,
    },
    /// Scan out.
    Ship {
        /// What the scanner read.
        scanned: String,
        /// To whom.
        to: SiteId,
        /// Carrier, as a code.
        carrier: String,
        /// Number of the waybill.
        waybill: String,
        /// By which procedure.
        sop: SopRef,
    },
    /// Scan in.
    Receive {
        /// What the scanner read.
        scanned: String,
        /// In which condition.
        condition: Condition,
        /// Whether the seal was whole.
        seal_ok: bool,
        /// Lowest temperature of the logger, tenths of a degree Celsius.
        temp_min: Option<i32>,
        /// Highest temperature of the logger, tenths of a degree Celsius.
        temp_max: Option<i32>,
        /// By which procedure.
        sop: SopRef,
    },
    /// Find it fit for use.
    Accept {
        /// DNA integrity number, tenths.
        din: Option<u32>,
        /// Amount, nanograms.
        amount_ng: Option<u32>,
        /// By which procedure.
        sop: SopRef,
    },
    /// Find it not fit for use.
    Refuse {
        /// Why.
        class: Nonconformity,
    },
    /// Take it out of use after a withdrawal and order its destruction.
    Lock {
        /// The withdrawn consent record.
        consent: String,
        /// End of the cooling-off period.
        not_before: At,
        /// When it must be destroyed.
        due: At,
    },
    /// The withdrawal was taken back.
    Unlock {
        /// The consent record.
        consent: String,
    },
    /// Record its destruction.
    Destroy {
        /// What the scanner read.
        scanned: String,
        /// The second person who saw it.
        witness: words::AccountId,
        /// By which procedure.
        sop: SopRef,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A number was reserved.
    Planned {
        /// The number.
        number: TubeNumber,
        /// Of which case.
        case: CaseId,
        /// Of which person.
        person: PersonId,
        /// Tumour or normal.
        role: Role,
        /// What will be in it.
        material: Material,
        /// The site that collects.
        site: SiteId,
        /// The consent it rests on.
        consent: ConsentRef,
    },
    /// It was filled.
    Collected {
        /// By which procedure.
        sop: SopRef,
        /// The consent it rests on.
        consent: ConsentRef,
    },
    /// The scanned label was its own.
    Labelled {
        /// By which procedure.
        sop: SopRef,
    },
    /// It was scanned out.
    ScannedOut {
        /// The open transfer.
        transfer: OnTheWay,
        /// Carrier, as a code.
        carrier: String,
        /// Number of the waybill.
        waybill: String,
        /// By which procedure.
        sop: SopRef,
        /// The consent it rests on.
        consent: ConsentRef,
    },
    /// It was scanned in.
    ScannedIn {
        /// By whom it is held now.
        at_site: SiteId,
        /// Which account scanned it in.
        scanned_in_by: words::AccountId,
        /// In which condition.
        condition: Condition,
        /// Whether the seal was whole.
        seal_ok: bool,
        /// Lowest temperature, tenths of a degree Celsius.
        temp_min: Option<i32>,
        /// Highest temperature, tenths of a degree Celsius.
        temp_max: Option<i32>,
        /// By which procedure.
        sop: SopRef,
    },
    /// It is fit for use.
    Accepted {
        /// DNA integrity number, tenths.
        din: Option<u32>,
        /// Amount, nanograms.
        amount_ng: Option<u32>,
        /// By which procedure.
        sop: SopRef,
        /// The consent it rests on.
        consent: ConsentRef,
    },
    /// It is not fit for use.
    FoundNonconforming {
        /// Why.
        class: Nonconformity,
    },
    /// Consent was withdrawn: out of use.
    Locked {
        /// The withdrawn consent record.
        consent: String,
        /// When it was locked.
        at: At,
    },
    /// In use again: the withdrawal was taken back before anything was destroyed.
    Unlocked {
        /// The consent record.
        consent: String,
    },
    /// Its destruction was ordered.
    DestructionOrdered {
        /// By when.
        order: Destruction,
    },
    /// It was destroyed.
    Destroyed {
        /// Who saw it.
        witness: words::AccountId,
        /// By which procedure.
        sop: SopRef,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Who asks.
    pub actor: Actor,
    /// The consent of the person in force now.
    pub consent: Option<ConsentRef>,
    /// Approved sites inside the country among those that the command names.
    pub domestic: Vec<SiteId>,
}

impl Aggregate for Tube {
    const KIND: &'static str = "tube";
    const TABLE: &'static str = "specimen_tube";
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
        act::decide(state, command, facts)
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        fold::evolve(state, event)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("person", (&state.person).into()),
            ("status", state.status.code().into()),
        ]
    }
}
