//! An order: which specimens of a case a vendor reads, under which profile.

mod act;
mod refusal;
mod stage;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use specimen::words::Role;
use store::Value;
use words::{At, CaseId, ConsentRef, PersonId, SiteId, Text};

use crate::words::ProfileRef;

pub use refusal::Refusal;
pub use stage::Stage;

/// An order.
pub struct Order;

/// What is known about an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its case.
    pub case: CaseId,
    /// Who reads.
    pub vendor: SiteId,
    /// The limits that deliveries must keep.
    pub profile: ProfileRef,
    /// What is read.
    pub items: Vec<Item>,
    /// Where it stands.
    pub status: Status,
}

/// One specimen of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Item {
    /// Number of the tube.
    pub specimen: String,
    /// Whose it is.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Tumour or normal.
    pub role: Role,
    /// The delivery that was accepted for it.
    pub delivery: Option<String>,
    /// How far it is.
    #[serde(default)]
    pub stage: Stage,
    /// When its FASTQ files were generated: the two weeks begin.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub generated_at: Option<At>,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Written, not sent.
    Draft,
    /// Sent to the vendor.
    Released,
    /// Data of every specimen was accepted.
    Completed,
    /// Nothing is left to do.
    Closed,
    /// A specimen cannot be sequenced; the centre orders anew.
    Stopped,
    /// Cancelled.
    Cancelled,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Write it.
    Draft {
        /// Of which case.
        case: CaseId,
        /// Who reads.
        vendor: SiteId,
        /// Under which limits.
        profile: ProfileRef,
        /// What is read.
        items: Vec<Item>,
    },
    /// Send it.
    Release,
    /// Data of a specimen was accepted.
    RecordData {
        /// The specimen.
        specimen: String,
        /// The delivery.
        delivery: String,
    },
    /// A specimen went on.
    Progress {
        /// The specimen.
        specimen: String,
        /// Where it is now.
        stage: Stage,
        /// When its FASTQ files were generated, once they are.
        generated_at: Option<At>,
    },
    /// Give up: a specimen was rejected, or failed for good.
    Stop {
        /// The specimen.
        specimen: String,
    },
    /// Put it away.
    Close,
    /// Stop it because consent was withdrawn.
    Cancel {
        /// The withdrawn consent record.
        consent: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was written.
    Drafted {
        /// Of which case.
        case: CaseId,
        /// Who reads.
        vendor: SiteId,
        /// The version of the vendor's record that was looked at.
        vendor_version: i64,
        /// Under which limits.
        profile: ProfileRef,
        /// What is read.
        items: Vec<Item>,
        /// The consents it rests on, one per person.
        consents: Vec<ConsentRef>,
    },
    /// It was sent.
    Released {
        /// The version of the vendor's record that was looked at.
        vendor_version: i64,
        /// The consents it rests on, one per person.
        consents: Vec<ConsentRef>,
    },
    /// Data of a specimen was accepted.
    DataAccepted {
        /// The specimen.
        specimen: String,
        /// The delivery.
        delivery: String,
    },
    /// Data of every specimen was accepted.
    Completed {
        /// The deliveries, in the order of the items.
        deliveries: Vec<String>,
    },
    /// A specimen went on.
    Progressed {
        /// The specimen.
        specimen: String,
        /// Where it is now.
        stage: Stage,
        /// When its FASTQ files were generated, if that is what is new.
        generated_at: Option<At>,
    },
    /// A specimen was rejected or failed for good: the order ends without its data.
    Stopped {
        /// The specimen.
        specimen: String,
    },
    /// It was put away.
    Closed,
    /// It was cancelled because consent was withdrawn.
    Cancelled {
        /// The withdrawn consent record.
        consent: String,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Consent in force, of the persons of the order that have one.
    pub consents: Vec<(PersonId, ConsentRef)>,
    /// Version of the vendor's record; `None` if there is none.
    pub vendor_version: Option<i64>,
    /// What the vendor lacks today.
    pub vendor_lacks: Vec<Text>,
    /// Tubes of the case that can be sequenced (labelled and further, not locked), and how far they are.
    pub samples: Vec<(String, Stage)>,
    /// Another order of the case is open.
    pub open_order: bool,
}

impl Facts {
    /// Facts for commands that ask nothing of upstream.
    #[must_use]
    pub fn bare(now: At) -> Self {
        Self {
            now,
            consents: vec![],
            vendor_version: None,
            vendor_lacks: vec![],
            samples: vec![],
            open_order: false,
        }
    }
}

impl Aggregate for Order {
    const KIND: &'static str = "order";
    const TABLE: &'static str = "sequencing_order";
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
        act::evolve(state, event)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("vendor", (&state.vendor).into()),
            ("status", state.status.code().into()),
        ]
    }
}

impl Status {
    /// Whether the case has this order, or may have another.
    #[must_use]
    pub fn counts(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Stopped)
    }

    /// As in columns and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Released => "released",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Draft => words::text!("下書き", "draft"),
            Self::Released => words::text!("発注済", "released"),
            Self::Completed => words::text!("データ受入完了", "data complete"),
            Self::Closed => words::text!("終了", "closed"),
            Self::Stopped => words::text!("打切り（検査不能）", "stopped (cannot be sequenced)"),
            Self::Cancelled => words::text!("中止", "cancelled"),
        }
    }
}
