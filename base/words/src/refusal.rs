//! A refusal is an answer, not a fault: it has a stable code, a text and the rule it rests on.

use crate::Text;

/// Why a decision said no.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// Stable code, `E-AREA-NAME`; never reused for another reason.
    fn code(&self) -> &'static str;
    /// What happened, what was kept and what to do, for the user.
    fn text(&self) -> Text;
    /// Article, guideline or specification it rests on (empty if it is plain arithmetic).
    fn cites(&self) -> &'static str {
        ""
    }
}

/// A refusal without its type: what crosses the boundary to the web and to the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {}", text.en)]
pub struct Quoted {
    /// Stable code.
    pub code: String,
    /// The text for the user.
    pub text: Text,
    /// The rule it rests on.
    pub cites: String,
}

impl Quoted {
    /// Quotes a refusal.
    pub fn from(refusal: &impl Refusal) -> Self {
        Self {
            code: refusal.code().to_owned(),
            text: refusal.text(),
            cites: refusal.cites().to_owned(),
        }
    }
}
