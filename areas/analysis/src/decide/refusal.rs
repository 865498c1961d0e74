//! Why not.

use words::{Text, text};

use crate::words::Status;

/// Why a decision about a run said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such run.
    Unknown,
    /// The id is taken.
    AlreadyPlanned,
    /// Another run of the case is open or accepted.
    AnotherRun(String),
    /// The reads of some tube are not accepted yet.
    ReadsMissing,
    /// Somebody's consent is not in force.
    NoConsent,
    /// Not in a state for this.
    Status(Status),
    /// A gate does not pass, or the run is rejected: say why.
    NoReason,
    /// Samples of another person or exchanged labels: nobody may accept it.
    HardStop(String),
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-ANALYSIS-UNKNOWN",
            Self::AlreadyPlanned => "E-ANALYSIS-PLANNED",
            Self::AnotherRun(_) => "E-ANALYSIS-ANOTHER-RUN",
            Self::ReadsMissing => "E-ANALYSIS-READS-MISSING",
            Self::NoConsent => "E-ANALYSIS-NO-CONSENT",
            Self::Status(_) => "E-ANALYSIS-STATUS",
            Self::NoReason => "E-ANALYSIS-NO-REASON",
            Self::HardStop(_) => "E-ANALYSIS-SWAP",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!("その解析はありません。", "There is no such run."),
            Self::AlreadyPlanned => text!(
                "この解析番号は使われています。",
                "A run with this id exists."
            ),
            Self::AnotherRun(id) => text!(
                ("この症例には進行中または採用済みの解析 {id} があります。"),
                ("The case has the run {id}, which is open or accepted.")
            ),
            Self::ReadsMissing => text!(
                "受け入れ済みのリードがそろっていません。すべての検体のデータが受け入れられると解析できます。",
                "Not all reads are accepted yet; a run needs the data of every specimen."
            ),
            Self::NoConsent => text!(
                "有効な同意がない方の検体が含まれているため、解析できません。",
                "Somebody whose sample is part of this has no consent in force."
            ),
            Self::Status(status) => {
                let status = status.text();
                text!(
                    ("この解析は「{}」のため、操作できません。", status.ja),
                    ("The run is {}: this cannot be done now.", status.en)
                )
            }
            Self::NoReason => text!("理由を選んでください。", "A reason is needed."),
            Self::HardStop(gate) => text!(
                ("検体の取り違えが疑われるため採用できません（{gate}）。調査のうえ、採り直しまたは再シークエンスを手配してください。"),
                ("It cannot be accepted: samples look exchanged ({gate}). Investigate, then collect or sequence again.")
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::HardStop(_) | Self::NoReason => "analysis specification §4",
            Self::NoConsent => "governance §6.12",
            _ => "",
        }
    }
}
