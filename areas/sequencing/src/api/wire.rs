//! What goes over the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{At, Text};

use crate::{
    decide::{
        delivery,
        order::{self, Item},
    },
    rules,
    words::{Check, Clock, Decision, ProfileRef, Reason},
};

pub(super) use crate::words::InstantIn;

/// A vendor's record was filed.
#[derive(Serialize, ToSchema)]
pub(super) struct VendorOut {
    pub id: String,
    pub version: i64,
    /// What it lacks today for an order.
    #[schema(value_type = Vec<Object>)]
    pub lacks: Vec<Text>,
}

/// An order to write.
#[derive(Deserialize, ToSchema)]
pub(super) struct OrderIn {
    /// Site of the vendor.
    pub vendor: String,
    /// Profile of limits; that of the settings if absent.
    pub profile: Option<String>,
    /// Numbers of the specimens; all accepted ones of the case if absent.
    pub specimens: Option<Vec<String>>,
}

/// Orders.
#[derive(Serialize, ToSchema)]
pub(super) struct OrdersOut {
    pub orders: Vec<OrderOut>,
}

/// An order.
#[derive(Serialize, ToSchema)]
pub(super) struct OrderOut {
    pub id: String,
    pub case: String,
    pub vendor: String,
    pub profile: ProfileRef,
    pub status: order::Status,
    #[schema(value_type = Object)]
    pub status_text: Text,
    pub items: Vec<ItemOut>,
}

impl OrderOut {
    pub fn of(id: &str, state: &order::State, now: At) -> Self {
        Self {
            id: id.to_owned(),
            case: state.case.to_string(),
            vendor: state.vendor.to_string(),
            profile: state.profile.clone(),
            status: state.status,
            status_text: state.status.text(),
            items: state.items.iter().map(|i| ItemOut::of(i, now)).collect(),
        }
    }
}

/// One specimen of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemOut {
    #[serde(flatten)]
    pub item: Item,
    #[schema(value_type = Object)]
    pub stage_text: Text,
    /// How it stands to the two weeks now; absent before its FASTQ files are generated, and once they are accepted.
    pub clock: Option<ClockOut>,
}

/// The two weeks of one specimen.
#[derive(Serialize, ToSchema)]
pub(super) struct ClockOut {
    pub clock: Clock,
    #[schema(value_type = Object)]
    pub text: Text,
    /// Whole days since the FASTQ files were generated.
    pub days: i64,
    /// When the two weeks end, RFC 3339.
    pub due: String,
}

impl ItemOut {
    pub fn of(item: &Item, now: At) -> Self {
        let running = item.generated_at.filter(|_| item.delivery.is_none());
        Self {
            item: item.clone(),
            stage_text: item.stage.text(),
            clock: running.map(|from| ClockOut::of(from, now)),
        }
    }
}

impl ClockOut {
    pub fn of(from: At, now: At) -> Self {
        let (clock, days) = rules::clock(from, now);
        Self {
            clock,
            text: clock.text(),
            days,
            due: from.plus_days(rules::BREACH_DAYS).rfc3339(),
        }
    }
}

/// A delivery.
#[derive(Serialize, ToSchema)]
pub(super) struct DeliveryOut {
    pub id: String,
    pub order: String,
    pub case: String,
    pub specimen: String,
    pub status: delivery::Status,
    #[schema(value_type = Object)]
    pub status_text: Text,
    pub profile: ProfileRef,
    /// How it stands to the two weeks: at acceptance, or now.
    pub clock: Clock,
    #[schema(value_type = Object)]
    pub clock_text: Text,
    /// Files of the manifest that were uploaded so far.
    pub arrived: Vec<String>,
    pub reads_digest: Option<String>,
    /// What the centre decided on it in quarantine.
    pub decision: Option<Decision>,
    /// Earlier deliveries that were taken in with it.
    pub merged: Vec<String>,
    /// The key that signed its manifest.
    pub signed_by: Option<String>,
    /// Its accepted files as GA4GH DRS objects: name and id.
    #[schema(value_type = Vec<Object>)]
    pub objects: Vec<(String, String)>,
    /// How many reasons hold it in quarantine; see `/quarantine`.
    pub reasons: usize,
}

impl DeliveryOut {
    pub fn of(state: &delivery::State, now: At) -> Self {
        let clock = state
            .clock
            .unwrap_or_else(|| rules::clock(state.manifest.generated_at, now).0);
        Self {
            id: state.id.clone(),
            order: state.order.clone(),
            case: state.case.to_string(),
            specimen: state.manifest.specimen.clone(),
            status: state.status,
            status_text: state.status.text(),
            profile: state.profile.clone(),
            clock,
            clock_text: clock.text(),
            arrived: state.arrived.clone(),
            reads_digest: state.reads_digest.clone(),
            decision: state.decision,
            merged: state.merged.clone(),
            signed_by: state.signed.as_ref().map(|s| s.key.clone()),
            objects: state
                .files
                .iter()
                .filter_map(|f| Some((f.name.clone(), f.drs.clone()?)))
                .collect(),
            reasons: state.reasons.len(),
        }
    }
}

/// Why a delivery is in quarantine.
#[derive(Serialize, ToSchema)]
pub(super) struct ReasonsOut {
    pub id: String,
    pub status: delivery::Status,
    pub reasons: Vec<ReasonOut>,
    /// What the centre decided, if it did.
    pub decision: Option<Decision>,
    /// What the vendor is to do about it.
    #[schema(value_type = Option<Object>)]
    pub task: Option<Text>,
    /// Names of the files that are kept, sealed.
    pub kept: Vec<String>,
}

/// One reason, in the order of the checks.
#[derive(Serialize, ToSchema)]
pub(super) struct ReasonOut {
    #[schema(value_type = String)]
    pub check: Check,
    pub file: Option<String>,
    /// The whole reason with its place, for programs.
    #[schema(value_type = Object)]
    pub detail: Reason,
    #[schema(value_type = Object)]
    pub text: Text,
    #[schema(value_type = Object)]
    pub remedy: Text,
}

impl ReasonsOut {
    pub fn of(state: &delivery::State) -> Self {
        let reason = |r: &Reason| ReasonOut {
            check: r.check(),
            file: r.file().map(str::to_owned),
            detail: r.clone(),
            text: r.text(),
            remedy: r.remedy(),
        };
        Self {
            id: state.id.clone(),
            status: state.status,
            reasons: state.reasons.iter().map(reason).collect(),
            decision: state.decision,
            task: state.decision.map(Decision::task),
            kept: state.files.iter().map(|f| f.name.clone()).collect(),
        }
    }
}
