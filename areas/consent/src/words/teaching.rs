//! What is told before the decision: cards at the person's own pace, and the understanding check, from the catalogue.

use std::sync::LazyLock;

use serde::Deserialize;
use words::Text;

use super::form::Choice;

static TEACHING: LazyLock<Teaching> = LazyLock::new(|| {
    let file = include_str!("../../../../catalog/consent/teaching.toml");
    toml::from_str(file).unwrap_or_default()
});

/// Cards and questions.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Teaching {
    /// In the order in which they are shown.
    #[serde(rename = "card")]
    pub cards: Vec<Card>,
    /// The understanding check.
    #[serde(rename = "check")]
    pub checks: Vec<Check>,
}

/// One thing told.
#[derive(Debug, Clone, Deserialize)]
pub struct Card {
    /// Stable code.
    pub code: String,
    /// What it is about.
    pub title: Text,
    /// What is told.
    pub text: Text,
}

/// One question of the check.
#[derive(Debug, Clone, Deserialize)]
pub struct Check {
    /// Stable code.
    pub code: String,
    /// The card shown again where the answer was not right.
    pub again: String,
    /// The question.
    pub text: Text,
    /// The right answer.
    pub right: String,
    /// The answers offered.
    pub options: Vec<Choice>,
}

/// Everything.
#[must_use]
pub fn teaching() -> &'static Teaching {
    &TEACHING
}

/// How many cards there are.
#[must_use]
pub fn cards() -> u32 {
    u32::try_from(TEACHING.cards.len()).unwrap_or_default()
}
