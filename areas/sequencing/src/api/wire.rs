//! What goes over the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Problem;
use words::{At, Digest, Text, text};

use crate::{
    decide::{
        delivery::{self, Source},
        order::{self, Item},
    },
    rules,
    words::{Check, Clock, Manifest, ManifestFile, ProfileRef, Reason},
};

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
    pub items: Vec<Item>,
}

impl OrderOut {
    pub fn of(id: &str, state: &order::State) -> Self {
        Self {
            id: id.to_owned(),
            case: state.case.to_string(),
            vendor: state.vendor.to_string(),
            profile: state.profile.clone(),
            status: state.status,
            status_text: state.status.text(),
            items: state.items.clone(),
        }
    }
}

/// A manifest: one specimen, one flow cell.
#[derive(Deserialize, ToSchema)]
pub(super) struct ManifestIn {
    pub order: String,
    pub specimen: String,
    pub instrument: String,
    pub run: String,
    pub flowcell: String,
    pub read_length: u32,
    pub library_kit: String,
    /// RFC 3339, or microseconds since 1970, UTC.
    pub generated_at: InstantIn,
    /// `upload` if absent.
    pub source: Option<Source>,
    pub files: Vec<FileIn>,
}

/// An instant, as people or as programs write it.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum InstantIn {
    /// Microseconds since 1970, UTC.
    Micros(i64),
    /// RFC 3339.
    Text(String),
}

impl InstantIn {
    fn at(&self) -> Option<At> {
        match self {
            Self::Micros(micros) => Some(At::from_micros(*micros)),
            Self::Text(text) => {
                let time: jiff::Timestamp = text.parse().ok()?;
                Some(At::from_micros(time.as_microsecond()))
            }
        }
    }
}

/// A file of a manifest.
#[derive(Deserialize, ToSchema)]
pub(super) struct FileIn {
    pub name: String,
    pub mate: u8,
    pub lane: String,
    pub bytes: u64,
    pub sha256: String,
    pub md5: Option<String>,
    pub reads: Option<u64>,
    pub bases: Option<u64>,
}

impl TryFrom<ManifestIn> for Manifest {
    type Error = Problem;
    fn try_from(input: ManifestIn) -> Result<Self, Problem> {
        let generated_at = input.generated_at.at().ok_or_else(|| {
            Problem::bad_input(text!(
                "生成日時は RFC 3339（例 2026-04-01T09:00:00+09:00）で記載してください。",
                "Give the time of generation as RFC 3339, such as 2026-04-01T09:00:00+09:00."
            ))
        })?;
        Ok(Self {
            order: input.order,
            specimen: input.specimen,
            instrument: input.instrument,
            run: input.run,
            flowcell: input.flowcell,
            read_length: input.read_length,
            library_kit: input.library_kit,
            generated_at,
            files: input
                .files
                .into_iter()
                .map(ManifestFile::try_from)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<FileIn> for ManifestFile {
    type Error = Problem;
    fn try_from(file: FileIn) -> Result<Self, Problem> {
        let sha256: Digest = file.sha256.to_ascii_lowercase().parse().map_err(|_| {
            Problem::bad_input(text!(
                ("{} の SHA-256 が64桁の16進数ではありません。", file.name),
                ("The SHA-256 of {} is not 64 hexadecimal digits.", file.name)
            ))
        })?;
        Ok(Self {
            name: file.name,
            mate: file.mate,
            lane: file.lane,
            bytes: file.bytes,
            sha256,
            md5: file.md5,
            reads: file.reads,
            bases: file.bases,
        })
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
            kept: state.files.iter().map(|f| f.name.clone()).collect(),
        }
    }
}
