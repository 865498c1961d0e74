//! The list of cases, the case page, the access review. Server-rendered; every part asks for itself whether its reader may see it.

mod access;
mod case;
mod clinic;
mod cord;
mod documents;
mod findings;
mod graph;
mod history;
mod home;
mod panel;
mod patient;
mod people;
mod quality;
mod quarantine;
mod reads;
mod sentences;
mod told;
mod tubes;
mod view;

use ::words::{Lang, Text, text};
use axum::{Router, routing::get};
use maud::Markup;
use web::{
    Platform,
    page::{self, Status},
};

use crate::words::Progress;

/// The pages.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/", get(home::home))
        .route("/cases/{id}", get(case::case))
        .route("/access", get(access::access))
}

/// Where a case stands, for staff: a shape and a word.
fn state(progress: &Progress, lang: Lang) -> Markup {
    let (shape, word) = match progress.state() {
        "withdrawn" => (Status::Stopped, text!("同意撤回", "Withdrawn")),
        "deceased" => (Status::Stopped, text!("ご逝去", "Deceased")),
        "on_hold" | "failed" => (Status::Problem, held(progress)),
        "explained_to_patient" | "follow_up" => (Status::Done, last(progress)),
        _ => (Status::Now, last(progress)),
    };
    page::status(lang, shape, Some(&word))
}

fn held(progress: &Progress) -> Text {
    let open = progress.troubles.iter().rfind(|t| !t.solved);
    open.map_or(text!("保留", "On hold"), |t| t.label.clone())
}

fn last(progress: &Progress) -> Text {
    let reached = progress.reached.last();
    reached.map_or(text!("登録前", "Not registered"), |r| {
        r.step.label.clone()
    })
}

/// Where a case stands, for the patient: only steps that the patient should see.
fn plain_state(progress: &Progress) -> Text {
    if progress.withdrawn.is_some() {
        return text!("同意は撤回されています", "You have withdrawn");
    }
    let mut seen = progress
        .reached
        .iter()
        .filter_map(|r| r.step.patient.clone());
    seen.next_back()
        .unwrap_or(text!("これから始まります", "It is about to begin"))
}
