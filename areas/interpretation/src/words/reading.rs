//! What people say of a finding.

use serde::{Deserialize, Serialize};
use words::{AccountId, At, Digest, Text, text};

use super::Origin;

/// What a curator thinks of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It goes into the report.
    Accepted,
    /// It does not: an artefact, or not relevant.
    Rejected,
    /// It goes into the report as uncertain.
    Uncertain,
}

impl Verdict {
    /// Its stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Accepted => text!("報告する", "report it"),
            Self::Rejected => text!("報告しない", "do not report it"),
            Self::Uncertain => text!("不確実として報告する", "report it as uncertain"),
        }
    }
}

/// The five classes of ACMG/AMP 2015.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acmg {
    /// Class 5.
    Pathogenic,
    /// Class 4.
    LikelyPathogenic,
    /// Class 3.
    Uncertain,
    /// Class 2.
    LikelyBenign,
    /// Class 1.
    Benign,
}

impl Acmg {
    /// From the gravest.
    pub const ALL: [Self; 5] = [
        Self::Pathogenic,
        Self::LikelyPathogenic,
        Self::Uncertain,
        Self::LikelyBenign,
        Self::Benign,
    ];

    /// As in forms and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pathogenic => "pathogenic",
            Self::LikelyPathogenic => "likely_pathogenic",
            Self::Uncertain => "uncertain",
            Self::LikelyBenign => "likely_benign",
            Self::Benign => "benign",
        }
    }

    /// As reports write it.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Pathogenic => "pathogenic",
            Self::LikelyPathogenic => "likely pathogenic",
            Self::Uncertain => "uncertain significance",
            Self::LikelyBenign => "likely benign",
            Self::Benign => "benign",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Pathogenic => text!("病的", "pathogenic"),
            Self::LikelyPathogenic => text!("病的の可能性が高い", "likely pathogenic"),
            Self::Uncertain => text!("意義不明", "uncertain significance"),
            Self::LikelyBenign => text!("良性の可能性が高い", "likely benign"),
            Self::Benign => text!("良性", "benign"),
        }
    }

    /// Whether a class in the words of a source says the same, or leaves it open between this one and its neighbour.
    #[must_use]
    pub fn is(self, written: &str) -> bool {
        written == self.written()
            || (written == "pathogenic or likely pathogenic"
                && matches!(self, Self::Pathogenic | Self::LikelyPathogenic))
    }
}

/// What one person says of a finding. What was written freely is sealed; here are digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The verdict.
    pub verdict: Verdict,
    /// AMP/ASCO/CAP tier, of what the tumour acquired.
    pub tier: Option<String>,
    /// ACMG/AMP class, of what is in all cells.
    pub class: Option<Acmg>,
    /// Level of the report, 1 to 3.
    pub level: u8,
    /// Where the variant comes from.
    pub origin: Origin,
    /// The sealed sentence for the report.
    pub sentence: Option<Digest>,
    /// The sealed reason.
    pub reason: Option<Digest>,
}

impl Reading {
    /// Whether both say the same to a reader of the report; reasons may differ.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let said = |r: &Self| {
            (
                r.verdict,
                r.tier.clone(),
                r.class,
                r.level,
                r.origin,
                r.sentence.clone(),
            )
        };
        said(self) == said(other)
    }
}

/// What somebody said, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: At,
    /// What.
    pub reading: Reading,
}

/// How far the people are with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has read it, or it was opened again.
    Open,
    /// One has; somebody else reads it now.
    First,
    /// Two read it differently.
    Discussion,
    /// It stands.
    Decided,
    /// Consent was withdrawn.
    Withdrawn,
}

impl Stage {
    /// Its stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::First => "first",
            Self::Discussion => "discussion",
            Self::Decided => "decided",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Open => text!("判定前", "not read yet"),
            Self::First => text!("二次判定待ち", "waiting for a second reader"),
            Self::Discussion => text!("協議中", "under discussion"),
            Self::Decided => text!("判定済み", "decided"),
            Self::Withdrawn => text!("使用不可", "unusable"),
        }
    }
}
