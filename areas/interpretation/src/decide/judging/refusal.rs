//! Why a verdict may not be given, in words.

use words::{Text, text};

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotJudged {
    /// There is no such finding that could be judged.
    #[error("there is no such finding")]
    Unknown,
    /// Consent was withdrawn.
    #[error("consent was withdrawn")]
    Withdrawn,
    /// What differs from the proposal needs a reason; so does opening a verdict again.
    #[error("a change needs a reason")]
    ReasonMissing,
    /// No such level or tier.
    #[error("there is no such level or tier")]
    NoSuchGrade,
    /// A tier on a germline variant, or a class on a somatic one.
    #[error("the grade does not fit the origin")]
    GradeOfOther,
    /// The second reader is the first one.
    #[error("the second reader must be somebody else")]
    SamePerson,
    /// There is no reading to agree with.
    #[error("no reading waits for agreement")]
    NothingWaits,
    /// A verdict stands already.
    #[error("the verdict stands")]
    Decided,
    /// No verdict stands.
    #[error("no verdict stands")]
    NotDecided,
    /// The sentence is there in one language only.
    #[error("the sentence needs both languages")]
    OneLanguage,
    /// Remarks belong to a discussion.
    #[error("there is no discussion")]
    NoDiscussion,
}

impl words::Refusal for NotJudged {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-INTERPRETATION-UNKNOWN",
            Self::Withdrawn => "E-INTERPRETATION-WITHDRAWN",
            Self::ReasonMissing => "E-INTERPRETATION-REASON",
            Self::NoSuchGrade => "E-INTERPRETATION-GRADE",
            Self::GradeOfOther => "E-INTERPRETATION-GRADE-ORIGIN",
            Self::SamePerson => "E-INTERPRETATION-SAME-READER",
            Self::NothingWaits => "E-INTERPRETATION-NOTHING-WAITS",
            Self::Decided => "E-INTERPRETATION-DECIDED",
            Self::NotDecided => "E-INTERPRETATION-NOT-DECIDED",
            Self::OneLanguage => "E-INTERPRETATION-ONE-LANGUAGE",
            Self::NoDiscussion => "E-INTERPRETATION-NO-DISCUSSION",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!("その所見はありません。", "There is no such finding."),
            Self::Withdrawn => text!(
                "同意が撤回されたため、この所見は使えません。",
                "Consent was withdrawn; this finding cannot be used."
            ),
            Self::ReasonMissing => text!(
                "自動の提案と違う判定、報告しない判定、判定のやり直しには、理由を書いてください。",
                "Give a reason: the verdict differs from what is proposed, or the finding is not reported, or a verdict is opened again."
            ),
            Self::NoSuchGrade => text!(
                "そのレベルまたはTierはありません。",
                "There is no such level or tier."
            ),
            Self::GradeOfOther => text!(
                "Tierは体細胞の変化に、病的意義の分類は生殖細胞系列の変化につけます。",
                "A tier is for a somatic variant, a class for a germline one."
            ),
            Self::SamePerson => text!(
                "二次判定は、一次判定とは別の方が行います。",
                "The second reading is done by somebody other than the first reader."
            ),
            Self::NothingWaits => text!(
                "同意を待っている判定はありません。画面を開き直して確かめてください。",
                "No reading waits for agreement. Open the page again and look."
            ),
            Self::Decided => text!(
                "この所見の判定は確定しています。変えるには、理由を書いて判定をやり直してください。",
                "The verdict on this finding stands. To change it, open it again with a reason."
            ),
            Self::NotDecided => text!(
                "確定した判定がないため、やり直すものはありません。",
                "No verdict stands, so there is nothing to open again."
            ),
            Self::OneLanguage => text!(
                "報告書の文は、日本語と英語の両方を書いてください。",
                "Write the sentence for the report in Japanese and in English."
            ),
            Self::NoDiscussion => text!(
                "二人の判定が分かれているときだけ、意見を書けます。",
                "Remarks can be added while two readings differ."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoSuchGrade | Self::GradeOfOther => "AMP/ASCO/CAP 2017, ACMG/AMP 2015",
            _ => "",
        }
    }
}
