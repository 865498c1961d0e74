//! Tubes: their numbers, what is in them, where they stand.

mod check;
mod number;

use serde::{Deserialize, Serialize};
use words::{AccountId, At, SiteId, Text, text};

pub use number::{NotATube, TubeNumber};

/// Which side of the comparison a tube is for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Tumour tissue or cells.
    Tumour,
    /// Blood or other tissue without the tumour; in rare disease every tube.
    Normal,
}

/// What is in a tube.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// Extracted DNA.
    Dna,
    /// Extracted RNA.
    Rna,
    /// Tissue, blood or cells, not extracted.
    Unextracted,
}

/// Where a tube stands (clinical specification §5.2, as far as the programme handles it now).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Numbered, not yet filled.
    Planned,
    /// Filled.
    Collected,
    /// Its label was scanned and is its own.
    Labelled,
    /// Scanned out, not yet scanned in.
    InTransit,
    /// Scanned in.
    Received,
    /// Fit for use.
    Accepted,
    /// Not fit for use.
    Nonconforming,
    /// Destroyed.
    Destroyed,
}

/// In which condition a tube arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As it should be.
    Good,
    /// Thawed or too warm.
    Thawed,
    /// Leaking.
    Leaking,
    /// Broken.
    Broken,
}

/// Why a tube is not fit for use (ISO 20387 §7.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nonconformity {
    /// Too little material.
    Quantity,
    /// Degraded or contaminated.
    Quality,
    /// Damaged on the way.
    Transport,
    /// Label and content or papers disagree.
    Identity,
}

/// A procedure in its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SopRef {
    /// Its code, as in `catalog/specimen/sops.toml`.
    pub id: String,
    /// Its version.
    pub version: u32,
}

/// The open end of a transfer: scanned out, not yet scanned in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTheWay {
    /// Who gave it away.
    pub from: SiteId,
    /// Who is to get it.
    pub to: SiteId,
    /// Which account scanned it out.
    pub scanned_out_by: AccountId,
    /// When.
    pub out_at: At,
}

impl Role {
    /// `T` or `N`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Tumour => 'T',
            Self::Normal => 'N',
        }
    }
}

impl Material {
    /// `D`, `R` or `X`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Dna => 'D',
            Self::Rna => 'R',
            Self::Unextracted => 'X',
        }
    }
}

impl Status {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Planned => text!("採取予定", "planned"),
            Self::Collected => text!("採取済", "collected"),
            Self::Labelled => text!("ラベル照合済", "labelled"),
            Self::InTransit => text!("輸送中", "in transit"),
            Self::Received => text!("受領済", "received"),
            Self::Accepted => text!("受入済", "accepted"),
            Self::Nonconforming => text!("不適合", "nonconforming"),
            Self::Destroyed => text!("廃棄済", "destroyed"),
        }
    }

    /// As in columns and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Collected => "collected",
            Self::Labelled => "labelled",
            Self::InTransit => "in_transit",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Nonconforming => "nonconforming",
            Self::Destroyed => "destroyed",
        }
    }
}
