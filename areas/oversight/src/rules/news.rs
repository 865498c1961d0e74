//! What is new for a participant since an instant: steps that have words for the patient, and answers to questions. Nothing
//! here knows what was found. Pages show it, and mails go out because of it: one list for both. Pure.

use ::words::{At, Text, text};

use crate::words::Progress;

/// What happened in a case that its reader may hear of.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    /// How far the case has come.
    pub progress: &'a Progress,
    /// When questions were answered; empty for a reader who does not speak for the patient.
    pub answers: &'a [At],
}

/// New things after an instant, in order; none once the patient has died.
#[must_use]
pub fn since(heard: &Heard<'_>, since: At) -> Vec<Text> {
    if heard.progress.died.is_some() {
        return Vec::new();
    }
    let steps = heard.progress.reached.iter().filter(|r| r.at > since);
    let mut all: Vec<Text> = steps.filter_map(|r| r.step.patient.clone()).collect();
    if heard.answers.iter().any(|at| *at > since) {
        all.push(text!(
            "ご質問に回答が届きました",
            "Your question was answered"
        ));
    }
    all
}

/// Whether a mail goes out because of it: once somebody has withdrawn, none does.
#[must_use]
pub fn calls(heard: &Heard<'_>, after: At) -> bool {
    heard.progress.withdrawn.is_none() && !since(heard, after).is_empty()
}
