//! An order: which specimens of a case a vendor reads, under which profile.

mod refusal;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use specimen::words::Role;
use store::Value;
use words::{At, CaseId, ConsentRef, PersonId, SiteId, Text};

use crate::words::ProfileRef;

pub use refusal::Refusal;

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
    /// Stop it.
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
    /// Tubes of the case that are accepted and not locked.
    pub usable: Vec<String>,
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
            usable: vec![],
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
        match command {
            Command::Draft {
                case,
                vendor,
                profile,
                items,
            } => draft(
                state,
                State {
                    case,
                    vendor,
                    profile,
                    items,
                    status: Status::Draft,
                },
                facts,
            ),
            Command::Release => release(known(state)?, facts),
            Command::RecordData { specimen, delivery } => record(known(state)?, specimen, delivery),
            Command::Cancel { consent } => Ok(match known(state)?.status {
                Status::Draft | Status::Released => vec![Event::Cancelled { consent }],
                Status::Completed | Status::Cancelled => vec![],
            }),
        }
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        if let (
            None,
            Event::Drafted {
                case,
                vendor,
                profile,
                items,
                ..
            },
        ) = (&state, event)
        {
            return Some(State {
                case: case.clone(),
                vendor: vendor.clone(),
                profile: profile.clone(),
                items: items.clone(),
                status: Status::Draft,
            });
        }
        let mut order = state?;
        match event {
            Event::Drafted { .. } => {}
            Event::Released { .. } => order.status = Status::Released,
            Event::DataAccepted { specimen, delivery } => {
                if let Some(item) = order.items.iter_mut().find(|i| i.specimen == *specimen) {
                    item.delivery = Some(delivery.clone());
                }
            }
            Event::Completed { .. } => order.status = Status::Completed,
            Event::Cancelled { .. } => order.status = Status::Cancelled,
        }
        Some(order)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("vendor", (&state.vendor).into()),
            ("status", state.status.code().into()),
        ]
    }
}

fn known(state: Option<&State>) -> Result<&State, Refusal> {
    state.ok_or(Refusal::Unknown)
}

fn draft(state: Option<&State>, order: State, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    if state.is_some() || facts.open_order {
        return Err(Refusal::AlreadyOpen);
    }
    if order.items.is_empty() {
        return Err(Refusal::NoTube);
    }
    let (vendor_version, consents) = fit(&order, facts)?;
    let State {
        case,
        vendor,
        profile,
        items,
        ..
    } = order;
    Ok(vec![Event::Drafted {
        case,
        vendor,
        vendor_version,
        profile,
        items,
        consents,
    }])
}

fn release(order: &State, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    if order.status != Status::Draft {
        return Err(Refusal::Status(order.status));
    }
    let (vendor_version, consents) = fit(order, facts)?;
    Ok(vec![Event::Released {
        vendor_version,
        consents,
    }])
}

/// What must hold when an order is written and again when it is sent.
fn fit(order: &State, facts: &Facts) -> Result<(i64, Vec<ConsentRef>), Refusal> {
    if let Some(item) = order
        .items
        .iter()
        .find(|i| !facts.usable.contains(&i.specimen))
    {
        return Err(Refusal::TubeNotUsable(item.specimen.clone()));
    }
    let version = facts.vendor_version.ok_or(Refusal::VendorUnknown)?;
    if !facts.vendor_lacks.is_empty() {
        return Err(Refusal::VendorLacks(facts.vendor_lacks.clone()));
    }
    let mut consents: Vec<ConsentRef> = Vec::new();
    for item in &order.items {
        let found = facts
            .consents
            .iter()
            .find(|(person, _)| *person == item.person);
        let (_, consent) = found.ok_or(Refusal::NoConsent)?;
        if !consents.contains(consent) {
            consents.push(consent.clone());
        }
    }
    Ok((version, consents))
}

/// Saying the same twice changes nothing: the intake may run again after a crash.
fn record(order: &State, specimen: String, delivery: String) -> Result<Vec<Event>, Refusal> {
    let item = order.items.iter().find(|i| i.specimen == specimen);
    match item
        .ok_or(Refusal::TubeNotUsable(specimen.clone()))?
        .delivery
    {
        Some(_) => Ok(vec![]),
        None if order.status != Status::Released => Err(Refusal::Status(order.status)),
        None => {
            let done = |i: &Item| match i.specimen == specimen {
                true => Some(delivery.clone()),
                false => i.delivery.clone(),
            };
            let deliveries: Option<Vec<String>> = order.items.iter().map(done).collect();
            let first = Event::DataAccepted {
                specimen: specimen.clone(),
                delivery: delivery.clone(),
            };
            let last = deliveries.map(|deliveries| Event::Completed { deliveries });
            Ok([first].into_iter().chain(last).collect())
        }
    }
}

impl Status {
    /// As in columns and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Released => "released",
            Self::Completed => "completed",
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
            Self::Cancelled => words::text!("中止", "cancelled"),
        }
    }
}
