//! What a report and a panel are made of.

pub mod content;
pub mod input;
pub mod panel;
pub mod view;

use std::fmt;

use serde::{Deserialize, Serialize};
use words::{CaseId, Text, text};

/// Which of the three documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 解析レポート: by the centre or site, before the panel.
    Analysis,
    /// パネル後報告書: by the hospital, after the panel.
    Panel,
    /// 患者さんへの報告書: plain Japanese, at most four pages.
    Lay,
}

impl Kind {
    /// The kinds in the order they are made.
    pub const ALL: [Self; 3] = [Self::Analysis, Self::Panel, Self::Lay];

    /// The word of the kind in ids, addresses and the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Analysis => "analysis",
            Self::Panel => "panel",
            Self::Lay => "lay",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// The title of the document.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Analysis => text!("解析レポート", "Analysis report"),
            Self::Panel => text!("パネル後報告書", "Panel report"),
            Self::Lay => text!("患者さんへの検査結果のご説明", "Your test results"),
        }
    }

    /// The languages it is printed in.
    #[must_use]
    pub fn langs(self) -> &'static [words::Lang] {
        &[words::Lang::Ja, words::Lang::En]
    }

    /// The action that signing it needs.
    #[must_use]
    pub fn sign_action(self) -> &'static str {
        match self {
            Self::Analysis => "analysis_report.sign",
            Self::Panel | Self::Lay => "panel_report.sign",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The id of a case's report of one kind: `0123-04-00057.analysis`.
#[must_use]
pub fn report_id(case: &CaseId, kind: Kind) -> String {
    format!("{case}.{kind}")
}

/// The id of a case's panel: `0123-04-00057.panel`.
#[must_use]
pub fn panel_id(case: &CaseId) -> String {
    format!("{case}.panel")
}

/// Cancer or rare disease; the same words as on the wire of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A tumour and its normal.
    Cancer,
    /// A family.
    Rare,
}
