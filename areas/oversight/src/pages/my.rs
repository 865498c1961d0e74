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
use registry::facts::CaseView;
use web::{Caller, Platform, Problem, page};

use crate::{
    facts,
    jobs::stands::{self, Stand},
    words::Progress,
};

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

/// A case as a participant opened it.
pub(super) struct My<'a> {
    pub platform: &'a Platform,
    pub caller: &'a Caller,
    pub lang: Lang,
    pub case: CaseView,
    pub events: Vec<Recorded>,
    pub progress: Progress,
    pub stand: Stand,
    /// The reader's own part is meant, not that of whom the reader acts for.
    own: bool,
    /// Whose things are shown: the patient's, or a member's own.
    pub person: PersonId,
}

impl My<'_> {
    /// The address of a page of this case.
    pub fn at(&self, page: &str) -> String {
        let own = if self.own { stands::OWN } else { "" };
        format!("/my/{}{own}{page}", self.case.id)
    }

    /// A page in its frame: the way back first, then one thing.
    pub fn show(&self, title: &Text, body: Markup) -> Markup {
        let lang = self.lang;
        let inner = html! {
            div class="my" {
                p { a href=(self.at("")) { "← " (text!("検査の進み具合", "Where the test stands").get(lang)) } }
                h1 { (title.get(lang)) }
                (self.standing())
                (body)
            }
        };
        page::page(lang, title, self.caller, inner)
    }

    /// Shown to the patient or who acts for the patient in everything.
    pub fn is_patient(&self) -> bool {
        matches!(self.stand, Stand::Oneself | Stand::Proxy)
    }

    /// What a reader who acts for somebody is told; the frame names the case.
    fn standing(&self) -> Markup {
        let lang = self.lang;
        let acts = text!(
            "代理の方として、患者さんの代わりに見ています。",
            "You are looking at this for the patient."
        );
        let beside = text!(
            "患者さんは16歳以上です。結果・手紙・担当チームとのやりとりは、ご本人だけに開かれます。",
            "The patient is 16 or older: the result, the letters and the talk with the team open to the patient only."
        );
        html! {
            @if self.stand.is_proxy() { p class="tag" { (acts.get(lang)) } }
            @if self.stand == Stand::Beside { p class="small" { (beside.get(lang)) } }
        }
    }
}

/// Opens a case for a participant; what is not the own is denied like what does not exist.
pub(super) async fn open<'a>(
    platform: &'a Platform,
    caller: &'a Caller,
    typed: &str,
) -> Result<My<'a>, Problem> {
    let (number, own) = stands::number(typed);
    let Some((case, stand)) = crate::api::opened(platform, caller, number, own).await? else {
        return Err(not_a_patient());
    };
    let (events, mut progress) = facts::progress(platform, &case.id).await?;
    progress.died = progress.died.or_else(|| died(&events));
    let patient = case.proband().ok_or_else(Problem::broken)?;
    let person = match (stand, caller.person()) {
        (Stand::Member, Some(holder)) => holder.clone(),
        _ => patient.clone(),
    };
    Ok(My {
        platform,
        caller,
        lang: caller.lang(),
        case,
        events,
        progress,
        stand,
        own,
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
