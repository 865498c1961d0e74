//! Papers that were handed out: the ledger holds the digest of each, so that the file can be proven later without us.

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{CaseId, Text, text};

use crate::words::Issue;

/// The papers of one consent; its id is the consent's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The case.
    pub case: CaseId,
    /// What was handed out, oldest first.
    pub issued: Vec<Issue>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReceiptEvent {
    /// A paper was handed out.
    ReceiptIssued {
        /// The case.
        case: CaseId,
        /// The paper.
        #[serde(flatten)]
        issue: Issue,
    },
}

/// Nothing is refused: a person may have the own papers at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptRefusal {
    /// The paper is of another consent.
    OfAnother,
}

impl std::error::Error for ReceiptRefusal {}

impl std::fmt::Display for ReceiptRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words::Refusal::text(self).en)
    }
}

impl words::Refusal for ReceiptRefusal {
    fn code(&self) -> &'static str {
        "E-RECEIPT-OF-ANOTHER"
    }

    fn text(&self) -> Text {
        text!(
            "この控えは別の症例のものです。何も記録していません。",
            "This receipt is of another case. Nothing was recorded."
        )
    }
}

impl Aggregate for Receipt {
    const KIND: &'static str = "receipt";
    const TABLE: &'static str = "disclosure_receipt";
    type State = Self;
    type Command = Issue;
    type Event = ReceiptEvent;
    type Refusal = ReceiptRefusal;
    type Facts = CaseId;

    /// The same file is recorded once.
    fn decide(
        state: Option<&Self>,
        issue: Issue,
        case: &CaseId,
    ) -> Result<Vec<ReceiptEvent>, ReceiptRefusal> {
        if state.is_some_and(|s| s.case != *case) {
            return Err(ReceiptRefusal::OfAnother);
        }
        let known = state.is_some_and(|s| s.issued.iter().any(|i| i.pdf == issue.pdf));
        Ok(if known {
            vec![]
        } else {
            let case = case.clone();
            vec![ReceiptEvent::ReceiptIssued { case, issue }]
        })
    }

    fn evolve(state: Option<Self>, event: &ReceiptEvent) -> Option<Self> {
        let ReceiptEvent::ReceiptIssued { case, issue } = event;
        let mut receipt = state.unwrap_or_else(|| Self {
            case: case.clone(),
            issued: Vec::new(),
        });
        receipt.issued.push(issue.clone());
        Some(receipt)
    }

    fn columns(state: &Self) -> Vec<(&'static str, store::Value)> {
        vec![("case_id", (&state.case).into())]
    }
}
