//! What telling a person consists of. Codes and relations, never names.

mod line;
mod talk;

use serde::{Deserialize, Serialize};
use words::{At, Day, Digest, Signed, Text, text};

pub use line::{Issue, Line, LineKind, Paper};
pub use talk::{FamilyLetter, Ground, Talk, Urgency};

use report::facts::ConfirmTest;

/// A confirmatory test of one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The test.
    pub test: ConfirmTest,
    /// When it was ordered.
    pub ordered_at: At,
    /// The answer: confirmed or not.
    #[serde(default)]
    pub confirmed: Option<bool>,
    /// Digest of the laboratory's report.
    #[serde(default)]
    pub report: Option<Digest>,
}

/// Where counselling stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counselling {
    /// Not offered yet.
    #[default]
    None,
    /// Offered and wanted.
    Requested,
    /// A time is set.
    Scheduled,
    /// Held.
    Done,
    /// Offered and declined, in writing.
    Declined,
}

impl Counselling {
    /// Offered, and done or declined: the person had the choice.
    #[must_use]
    pub fn settled(self) -> bool {
        matches!(self, Self::Done | Self::Declined)
    }
}

/// How people met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meeting {
    /// In the hospital.
    Onsite,
    /// By video.
    Video,
}

/// Who was there when the result was explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendee {
    /// The person.
    Oneself,
    /// Somebody who decides for the person.
    Proxy,
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// Husband, wife, partner.
    Partner,
    /// Brother or sister.
    Sibling,
    /// Son or daughter.
    Child,
    /// Another relative.
    Relative,
    /// Interpreter, nurse: somebody with a duty of silence.
    Helper,
}

impl Attendee {
    /// A relative who learns something about their own genome when an inherited change is explained.
    #[must_use]
    pub fn is_kin(self) -> bool {
        matches!(
            self,
            Self::Mother | Self::Father | Self::Sibling | Self::Child | Self::Relative
        )
    }

    /// The relation as a word of the registry, for those who can be participants themselves.
    #[must_use]
    pub fn relation(self) -> Option<&'static str> {
        match self {
            Self::Mother => Some("mother"),
            Self::Father => Some("father"),
            _ => None,
        }
    }

    /// The relation in words.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::Oneself => text!("ご本人", "the person"),
            Self::Proxy => text!("代諾者", "proxy"),
            Self::Mother => text!("母", "mother"),
            Self::Father => text!("父", "father"),
            Self::Partner => text!("配偶者・パートナー", "partner"),
            Self::Sibling => text!("きょうだい", "brother or sister"),
            Self::Child => text!("子", "child"),
            Self::Relative => text!("その他の血縁者", "another relative"),
            Self::Helper => text!("通訳・看護師など", "interpreter or nurse"),
        }
    }
}

/// An explanation that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// When.
    pub at: At,
    /// The account of the person who explained.
    pub by: String,
    /// The role used: physician or counsellor.
    pub role: String,
    /// How they met.
    pub meeting: Meeting,
    /// Who was there.
    pub attended: Vec<Attendee>,
    /// A copy on paper was handed over.
    pub copy_given: bool,
    /// The findings that were explained.
    pub findings: Vec<String>,
    /// The patient's report that was explained, `report:ID@VERSION`.
    pub lay: String,
    /// Its version.
    pub lay_version: i64,
    /// The person said in the talk that they do not want to know of anything beside the disease itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_to_know: bool,
    /// The key of the person who explained, over [`crate::decide::Told::digest`]; none in the first records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Box<Signed>>,
}

/// The same day six months later, or the last day of that month.
#[must_use]
pub fn six_months_after(day: Day) -> Day {
    let text = day.to_string();
    let mut parts = text.split('-').map(str::parse::<i16>);
    let mut next = || parts.next().and_then(Result::ok).unwrap_or(1);
    let (year, month, of_month) = (next(), next(), next());
    let (year, month) = if month > 6 {
        (year + 1, month - 6)
    } else {
        (year, month + 6)
    };
    let month = i8::try_from(month).unwrap_or(1);
    (0..4)
        .find_map(|less| Day::new(year, month, i8::try_from(of_month - less).ok()?))
        .unwrap_or_else(|| day.plus(182))
}
