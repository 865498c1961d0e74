//! Why something may not be done, in words.

use words::{Text, text};

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is none.
    #[error("there is no such interpretation or finding")]
    Unknown,
    /// The findings are not ready.
    #[error("the findings are not ready")]
    NotReady,
    /// Consent was withdrawn.
    #[error("consent was withdrawn")]
    Withdrawn,
    /// It did not fail: there is nothing to try again.
    #[error("the interpretation did not fail")]
    NotFailed,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-INTERPRETATION-UNKNOWN",
            Self::NotReady => "E-INTERPRETATION-NOT-READY",
            Self::Withdrawn => "E-INTERPRETATION-WITHDRAWN",
            Self::NotFailed => "E-INTERPRETATION-NOT-FAILED",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!("その所見はありません。", "There is no such finding."),
            Self::NotReady => text!(
                "所見の準備がまだ終わっていません。少し待ってください。",
                "The findings are not ready yet. Please wait a little."
            ),
            Self::Withdrawn => text!(
                "同意が撤回されたため、この所見は使えません。",
                "Consent was withdrawn; these findings cannot be used."
            ),
            Self::NotFailed => text!(
                "この症例の意味づけは止まっていません。やり直すものはありません。",
                "The annotation of this case did not stop. There is nothing to try again."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        ""
    }
}
