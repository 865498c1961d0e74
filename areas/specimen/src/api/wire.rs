//! What goes over the wire.

use ledger::{Aggregate, Recorded};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Text;

use crate::{
    decide::{State, Tube},
    words::{Condition, Material, Nonconformity, Role, SopRef, Status},
};

/// Which numbers to reserve.
#[derive(Deserialize, ToSchema)]
pub(super) struct PlanIn {
    pub person: String,
    pub role: Role,
    pub material: Material,
    /// How many; one if absent.
    pub count: Option<u8>,
}

/// A step that follows a procedure; the version in force if absent.
#[derive(Deserialize, ToSchema)]
pub(super) struct SopIn {
    pub sop: Option<SopRef>,
}

/// A scan.
#[derive(Deserialize, ToSchema)]
pub(super) struct ScanIn {
    /// What the scanner read.
    pub scanned: String,
    pub sop: Option<SopRef>,
}

/// A scan out.
#[derive(Deserialize, ToSchema)]
pub(super) struct ShipIn {
    pub scanned: String,
    /// Site of the addressee.
    pub to: String,
    /// Carrier, as a code.
    pub carrier: String,
    /// Number of the waybill.
    pub waybill: String,
    pub sop: Option<SopRef>,
}

/// A scan in.
#[derive(Deserialize, ToSchema)]
pub(super) struct ReceiveIn {
    pub scanned: String,
    pub condition: Condition,
    pub seal_ok: bool,
    /// Lowest temperature of the logger, degrees Celsius.
    pub temp_min: Option<f64>,
    /// Highest temperature of the logger, degrees Celsius.
    pub temp_max: Option<f64>,
    pub sop: Option<SopRef>,
}

/// A tube that is fit for use.
#[derive(Deserialize, ToSchema)]
pub(super) struct AcceptIn {
    /// DNA integrity number, 1 to 10.
    pub din: Option<f64>,
    /// Amount, nanograms.
    pub amount_ng: Option<u32>,
    pub sop: Option<SopRef>,
}

/// A tube that is not.
#[derive(Deserialize, ToSchema)]
pub(super) struct RefuseIn {
    pub class: Nonconformity,
}

/// A destruction.
#[derive(Deserialize, ToSchema)]
pub(super) struct DestroyIn {
    pub scanned: String,
    /// Account of the second person who saw it.
    pub witness: String,
    pub sop: Option<SopRef>,
}

/// Tubes.
#[derive(Serialize, ToSchema)]
pub(super) struct TubesOut {
    pub tubes: Vec<TubeOut>,
}

/// A tube. Times are microseconds since 1970, UTC.
#[derive(Serialize, ToSchema)]
pub(super) struct TubeOut {
    pub id: String,
    pub case: String,
    pub person: String,
    pub role: Role,
    pub material: Material,
    pub status: Status,
    #[schema(value_type = Object)]
    pub status_text: Text,
    /// Who has it in hand, or gave it away last.
    pub custodian: String,
    /// The addressee, while in transit.
    pub to: Option<String>,
    /// Finished transfers.
    pub transfers: u32,
    /// When it was taken out of use after a withdrawal.
    pub locked: Option<i64>,
    pub destroy_not_before: Option<i64>,
    pub destroy_due: Option<i64>,
    /// Its chain of custody, if one tube was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custody: Vec<StepOut>,
}

/// A step of the chain of custody.
#[derive(Serialize, ToSchema)]
pub(super) struct StepOut {
    pub event: String,
    pub at: i64,
    pub account: String,
    pub site: Option<String>,
    /// The consent it rests on.
    pub consent: Option<String>,
}

impl TubeOut {
    pub fn of(state: &State) -> Self {
        Self {
            id: state.number.to_string(),
            case: state.case.to_string(),
            person: state.person.to_string(),
            role: state.role,
            material: state.material,
            status: state.status,
            status_text: state.status.text(),
            custodian: state.custodian.to_string(),
            to: state.on_the_way.as_ref().map(|t| t.to.to_string()),
            transfers: state.transfers,
            locked: state.locked.map(words::At::micros),
            destroy_not_before: state.destruction.map(|d| d.not_before.micros()),
            destroy_due: state.destruction.map(|d| d.due.micros()),
            custody: Vec::new(),
        }
    }

    pub fn with_custody(mut self, tube: &State, events: &[Recorded]) -> Self {
        let own = events
            .iter()
            .filter(|e| e.kind == Tube::KIND && e.id == tube.number.as_str());
        self.custody = own
            .map(|e| StepOut {
                event: e.event.clone(),
                at: e.at.micros(),
                account: e.actor.account.to_string(),
                site: e.actor.site.as_ref().map(ToString::to_string),
                consent: e
                    .consent
                    .as_ref()
                    .map(|c| format!("{}@{}", c.id, c.version)),
            })
            .collect();
        self
    }
}
