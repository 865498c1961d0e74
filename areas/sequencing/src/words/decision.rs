//! What the centre decides on a delivery that is short of a limit.

use serde::{Deserialize, Serialize};
use words::{Text, text};

/// How it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// More reads of the same library; both deliveries are judged and taken in together.
    Topup,
    /// Again from a new library; what came stays aside.
    Repeat,
    /// No more attempts; the order ends.
    Stop,
}

impl Decision {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Topup => text!("追加シークエンス", "top-up"),
            Self::Repeat => text!("再調製", "repeat from a new library"),
            Self::Stop => text!("打切り", "stop"),
        }
    }

    /// What the vendor is to do.
    #[must_use]
    pub fn task(self) -> Text {
        match self {
            Self::Topup => text!(
                "同じライブラリを追加シークエンスし、追加分だけを新しい目録（前回と異なるファイル名）で納品してください。基準は合計で判定します。",
                "Sequence more of the same library and deliver only what is new, with a new manifest and other file names. The limits are judged on the sum."
            ),
            Self::Repeat => text!(
                "ライブラリ調製からやり直し、新しい目録で全量を納品してください。",
                "Make a new library and deliver everything with a new manifest."
            ),
            Self::Stop => text!(
                "この検体のシークエンスは打切りです。納品は不要です。",
                "This specimen is given up. Nothing more is to be delivered."
            ),
        }
    }
}
