//! The words of an identity opened outside the treating team: why, and how it stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Text, text};

/// How long an approved opening lasts.
pub const MINUTES: i64 = 60;

/// How long a request waits for its second person.
pub const WAITS_HOURS: i64 = 24;

/// Why somebody outside the treating team needs to know who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 試料・患者の取り違えの確認.
    Mixup,
    /// 緊急の連絡.
    Urgent,
    /// 重複登録の確認.
    Duplicate,
    /// 本人・代諾者からの求め.
    Asked,
    /// 法令・監査.
    Law,
    /// その他; only with words.
    Other,
}

/// Every reason, in the order of the list.
pub const REASONS: [Reason; 6] = [
    Reason::Mixup,
    Reason::Urgent,
    Reason::Duplicate,
    Reason::Asked,
    Reason::Law,
    Reason::Other,
];

impl Reason {
    /// The code used on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mixup => "mixup",
            Self::Urgent => "urgent",
            Self::Duplicate => "duplicate",
            Self::Asked => "asked",
            Self::Law => "law",
            Self::Other => "other",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        REASONS.into_iter().find(|r| r.code() == code)
    }

    /// In words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Mixup => text!(
                "検体や患者さんの取り違えがないかの確認",
                "to rule out a mix-up of specimens or patients"
            ),
            Self::Urgent => text!(
                "健康に関わる緊急の連絡",
                "to reach the patient urgently about his or her health"
            ),
            Self::Duplicate => text!(
                "同じ方の二重登録の確認",
                "to check whether one person is registered twice"
            ),
            Self::Asked => text!(
                "ご本人・代諾者からの求め",
                "because the person or the proxy asked for it"
            ),
            Self::Law => text!(
                "法令に基づく対応・監査",
                "because the law or an audit demands it"
            ),
            Self::Other => text!("その他", "another reason"),
        }
    }
}

/// How an opening stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// Waits for the second person.
    Asked,
    /// Open until its time is over.
    Open,
    /// The second person said no.
    Refused,
    /// Over: its time passed, it was ended, or nobody answered in time.
    Ended,
}

impl Stands {
    /// In words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Asked => text!("承認待ち", "waiting for approval"),
            Self::Open => text!("開示中", "open"),
            Self::Refused => text!("不承認", "refused"),
            Self::Ended => text!("終了", "ended"),
        }
    }
}
