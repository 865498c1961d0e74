//! Counselling and letters: codes, times and digests; what was said lies in sealed files.

use serde::{Deserialize, Serialize};
use words::{At, Digest, Text, text};

use super::{Attendee, Meeting};

/// How soon counselling is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Within days: treatment or a pregnancy waits for it.
    Soon,
    /// At the next free time.
    Usual,
}

impl Urgency {
    /// In words.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::Soon => text!("急ぎ（数日のうち）", "soon (within days)"),
            Self::Usual => text!("通常", "as usual"),
        }
    }
}

/// Why counselling is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Before a result is explained.
    BeforeResult,
    /// A change that may be inherited.
    Heredity,
    /// Pregnancy, children.
    Family,
    /// The person wishes it.
    Wish,
}

impl Ground {
    /// In words.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::BeforeResult => text!("結果説明の前に", "before the result is explained"),
            Self::Heredity => text!(
                "遺伝の可能性について",
                "a change that may run in the family"
            ),
            Self::Family => text!("妊娠・子どものこと", "pregnancy, children"),
            Self::Wish => text!("ご本人の希望", "the person wishes it"),
        }
    }
}

/// Where the latest counselling stands: asked for, set, held, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Talk {
    /// When it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<At>,
    /// How soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// The time that was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<At>,
    /// How they meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
    /// The sealed summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Digest>,
}

/// A letter that the person may give to a relative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyLetter {
    /// For whom.
    pub to: Attendee,
    /// The sealed file.
    pub letter: Digest,
    /// The explained findings it names; none unless the person agreed that relatives are told.
    #[serde(default)]
    pub findings: Vec<String>,
    /// When.
    pub at: At,
    /// The account that wrote it.
    pub by: String,
}
