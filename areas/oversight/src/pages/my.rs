//! The patient's own pages: one thing per page, in plain words. Nothing here depends on what was found before a person has
//! explained it. What is posted goes to the areas that decide.

mod choices;
mod home;
mod papers;
mod questions;
mod result;
mod used;

use ::words::{Lang, PersonId, Text, text};
use axum::{Router, http::StatusCode, routing::get};
use ledger::Recorded;
use maud::{Markup, html};
use registry::facts::{CaseView, Relation};
use web::{Caller, Platform, Problem, page};

use crate::{facts, words::Progress};

pub(super) use home::body as home_body;

/// The pages.
pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/my", get(home::first))
        .route("/my/{case}", get(home::home))
        .route("/my/{case}/choices", get(choices::page))
        .route("/my/{case}/result", get(result::page))
        .route("/my/{case}/questions", get(questions::page))
        .route("/my/{case}/used", get(used::page))
        .route("/my/{case}/papers", get(papers::page))
}

/// How the reader stands to the patient of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// The patient.
    Oneself,
    /// The parent who gave the consent: acts for the child.
    Proxy,
    /// A parent who takes part, and sees only what is the parent's own.
    Member,
}

/// A case as a participant opened it.
pub(super) struct My<'a> {
    pub platform: &'a Platform,
    pub caller: &'a Caller,
    pub lang: Lang,
    pub case: CaseView,
    pub events: Vec<Recorded>,
    pub progress: Progress,
    pub stand: Stand,
    /// Whose things are shown: the patient's, or a member's own.
    pub person: PersonId,
}

impl My<'_> {
    /// The address of a page of this case.
    pub fn at(&self, page: &str) -> String {
        format!("/my/{}{page}", self.case.id)
    }

    /// A page in its frame: the way back first, then one thing.
    pub fn show(&self, title: &Text, body: Markup) -> Markup {
        let lang = self.lang;
        let inner = html! {
            div class="my" {
                p { a href=(self.at("")) { "← " (text!("検査の進み具合", "Where the test stands").get(lang)) } }
                h1 { (title.get(lang)) }
                @if self.stand == Stand::Proxy { (for_child(lang)) }
                (body)
            }
        };
        page::page(lang, title, self.caller, inner)
    }

    /// Shown to the patient or who acts for the patient; another member's page says that it is not theirs.
    pub fn is_patient(&self) -> bool {
        self.stand != Stand::Member
    }
}

fn for_child(lang: Lang) -> Markup {
    let said = text!(
        "お子さんの代わりに見ています。",
        "You are looking at this for your child."
    );
    html! { p class="tag" { (said.get(lang)) } }
}

/// Opens a case for a participant; what is not the own is denied like what does not exist.
pub(super) async fn open<'a>(
    platform: &'a Platform,
    caller: &'a Caller,
    id: &str,
) -> Result<My<'a>, Problem> {
    let id = crate::api::allowed(platform, caller, id).await?;
    let Some(person) = caller.person() else {
        return Err(not_a_patient());
    };
    let case = registry::facts::case(platform.db(), &id).await?;
    let case = case.ok_or_else(Problem::broken)?;
    let (events, mut progress) = facts::progress(platform, &id).await?;
    progress.died = progress.died.or_else(|| died(&events));
    let patient = case.member(Relation::Proband).cloned();
    let patient = patient.ok_or_else(Problem::broken)?;
    let stand = if patient == *person {
        Stand::Oneself
    } else if disclosure::facts::acts_for(platform, person, &id, &patient).await? {
        Stand::Proxy
    } else {
        Stand::Member
    };
    let person = match stand {
        Stand::Member => person.clone(),
        Stand::Oneself | Stand::Proxy => patient,
    };
    Ok(My {
        platform,
        caller,
        lang: caller.lang(),
        case,
        events,
        progress,
        stand,
        person,
    })
}

/// A death that was learned of at a follow-up.
fn died(events: &[Recorded]) -> Option<::words::At> {
    let learned = events.iter().find(|e| {
        e.kind == "disclosure" && e.event == "followed_up" && e.payload["status"] == "deceased"
    });
    learned.map(|e| e.at)
}

fn not_a_patient() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "E-MY-PATIENTS-ONLY",
        text!(
            "このページは患者さんとご家族のためのものです。症例のページをお使いください。",
            "This page is for patients and their families. Please use the page of the case."
        ),
    )
}
