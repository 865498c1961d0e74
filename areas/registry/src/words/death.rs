//! A death as the programme knows of it. The day itself lies sealed under the key of the person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{AccountId, At, Day, Digest, Text, text};

/// From whom or from what it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 診療録: the person died in this hospital's care.
    Chart,
    /// 死亡診断書・死体検案書.
    Certificate,
    /// ご家族からの知らせ.
    Family,
    /// ほかの医療機関・地域連携.
    OtherHospital,
    /// 住民票・戸籍・がん登録.
    PublicRecord,
}

/// All sources, the surest first.
pub const SOURCES: [Source; 5] = [
    Source::Chart,
    Source::Certificate,
    Source::OtherHospital,
    Source::PublicRecord,
    Source::Family,
];

/// Why a recorded death is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// Somebody else was meant.
    OtherPerson,
    /// The news was wrong.
    Alive,
    /// The day or the source was wrong; it will be recorded anew.
    Entry,
}

/// All of them.
pub const MISTAKES: [Mistake; 3] = [Mistake::OtherPerson, Mistake::Alive, Mistake::Entry];

/// What is recorded of a death: never the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// How it is known.
    pub source: Source,
    /// Digest of the sealed day; absent if the day is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Digest>,
    /// When it was recorded.
    pub at: At,
    /// By whom.
    pub by: AccountId,
}

/// A day of death, as sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// 死亡日.
    pub on: Day,
}

impl Source {
    /// The code of a form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chart => "chart",
            Self::Certificate => "certificate",
            Self::Family => "family",
            Self::OtherHospital => "other_hospital",
            Self::PublicRecord => "public_record",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        SOURCES.into_iter().find(|s| s.code() == code)
    }

    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Chart => text!("この病院の診療録", "this hospital's records"),
            Self::Certificate => text!("死亡診断書・死体検案書", "a certificate of death"),
            Self::Family => text!("ご家族からの知らせ", "told by the family"),
            Self::OtherHospital => text!("ほかの医療機関からの連絡", "told by another hospital"),
            Self::PublicRecord => text!(
                "住民票・戸籍・がん登録",
                "a residence, family or cancer register"
            ),
        }
    }
}

impl Mistake {
    /// The code of a form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherPerson => "other_person",
            Self::Alive => "alive",
            Self::Entry => "entry",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        MISTAKES.into_iter().find(|m| m.code() == code)
    }

    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::OtherPerson => text!("別の方と取り違えた", "somebody else was meant"),
            Self::Alive => text!("知らせが誤りだった（ご存命）", "the news was wrong: alive"),
            Self::Entry => text!(
                "日付などの入力を誤った（このあと入力し直す）",
                "the entry was wrong (to be entered anew)"
            ),
        }
    }
}
