//! The thirteen pages of a person: one thing per screen, large letters, nothing that needs a script.

mod deciding;
mod ending;
mod reading;

pub(super) use deciding::choice;
pub(super) use reading::relations;

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Platform, Problem, page};
use words::{Lang, text};

use super::{Posted, door::Visit};
use crate::{
    decide,
    store::session::{self, Said},
    words::{
        form::{self, Form},
        session::{End, Letters, STEPS, Step},
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    card: Option<u32>,
}

/// Shows a step; one that cannot be done yet leads to the one that can.
pub(super) async fn show(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(number): Path<u8>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    let first = decide::step(&visit.session);
    let wanted = Step::of(number).unwrap_or(first);
    let locked = visit.session.signature.is_some() || visit.session.end.is_some();
    if wanted.number() != number || wanted > first || (locked && wanted != first) {
        return Ok(Redirect::to(&format!("/tablet/step/{}", first.number())).into_response());
    }
    let page = page(&platform, &visit, wanted, asked.card, None).await?;
    Ok(page.into_response())
}

/// What a step is drawn from.
struct Scene<'a> {
    visit: &'a Visit,
    lang: Lang,
    form: &'static Form,
    /// What was typed and refused.
    typed: Option<&'a Posted>,
    /// Questions with their words.
    said: BTreeMap<String, Said>,
    /// Which card is asked for.
    card: Option<u32>,
}

/// The page of a step, with what was refused and what was typed.
pub(super) async fn page(
    platform: &Platform,
    visit: &Visit,
    here: Step,
    card: Option<u32>,
    refused: Option<(&Problem, &Posted)>,
) -> Result<Markup, Problem> {
    let lang = visit.lang;
    let session = &visit.session;
    let form = form::find(&session.invitation.form).ok_or_else(crate::api::unknown)?;
    let mut said = BTreeMap::new();
    for id in session.questions.keys() {
        let words = session::heard(platform, &session.invitation.person, id).await?;
        said.insert(id.clone(), words.unwrap_or_default());
    }
    let typed = refused.map(|(_, posted)| posted);
    let scene = Scene {
        visit,
        lang,
        form,
        typed,
        said,
        card,
    };
    let letters = match session.letters.unwrap_or_default() {
        Letters::Normal => "consent",
        Letters::Large => "consent large",
        Letters::Largest => "consent largest",
    };
    let title = match &session.end {
        None => here.text(),
        Some(End::Recorded { .. }) => Step::Receipt.text(),
        Some(End::Declined { .. }) => text!("参加しません", "You do not take part"),
        Some(_) => text!("終わりました", "This has ended"),
    };
    let body = html! {
        div class=(letters) {
            (super::mark(lang, form))
            @if session.end.is_none() { (progress(&scene, here)) }
            h1 { (title.get(lang)) }
            @if let Some((problem, _)) = refused { (page::refused(lang, problem)) }
            div id="aloud" { (body(&scene, here)) }
            (aloud(lang))
            @if session.end.is_none() && here > Step::Who && session.signature.is_none() {
                (reading::questions(&scene, here))
            }
            (foot(&scene))
        }
    };
    let path = format!("/tablet/step/{}", here.number());
    Ok(super::plain(platform, lang, &path, &title, body))
}

fn body(scene: &Scene<'_>, here: Step) -> Markup {
    match (&scene.visit.session.end, here) {
        (Some(end), _) => ending::ended(scene, end),
        (None, Step::Welcome) => reading::welcome(scene),
        (None, Step::Who) => reading::who(scene),
        (None, Step::Cards) => reading::card(scene),
        (None, Step::Items) => reading::items(scene),
        (None, Step::Check) => reading::check(scene),
        (None, Step::Talk) => reading::talk(scene),
        (None, Step::Mandatory) => deciding::mandatory(scene),
        (None, Step::Choices) => deciding::choices(scene),
        (None, Step::Review) => deciding::review(scene),
        (None, Step::Identity) => ending::identity(scene),
        (None, Step::Sign) => ending::sign(scene),
        (None, Step::Countersign | Step::Receipt) => ending::countersign(scene),
    }
}

/// Where one is, and the way back to what was done.
fn progress(scene: &Scene<'_>, here: Step) -> Markup {
    let lang = scene.lang;
    let (n, all) = (here.number(), STEPS.len());
    let back = Step::of(n.saturating_sub(1)).filter(|_| scene.visit.session.signature.is_none());
    html! {
        div class="progress" {
            p { (text!(("{all}のうち{n}"), ("{n} of {all}")).get(lang)) }
            progress value=(n) max=(all) aria-label=(text!("進み具合", "progress").get(lang)) {}
            @if let Some(back) = back {
                a class="back" href={ "/tablet/step/" (back.number()) } { (text!("前へ戻る", "Back").get(lang)) }
            }
        }
    }
}

/// The button that reads aloud appears where the browser can.
fn aloud(lang: Lang) -> Markup {
    html! {
        p class="aloud" { button type="button" class="second" hidden data-aloud="aloud"
            data-stop=(text!("読み上げを止める", "Stop reading").get(lang)) { (text!("読み上げる", "Read aloud").get(lang)) } }
    }
}

/// Rest, or give the tablet back.
fn foot(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let remote = super::keep::place(scene.visit.session.method) == "remote";
    let ended = matches!(scene.visit.session.end, Some(End::Recorded { .. }));
    html! {
        div class="foot" {
            @if !ended { p class="small" { (text!("ここまでの内容は保存されています。休んで、あとで続けられます。", "Everything so far is kept. You can rest and go on later.").get(lang)) } }
            @if !remote {
                form method="post" action="/tablet/leave" {
                    button class="second" type="submit" { (text!("タブレットを担当者に返す", "Give the tablet back to staff").get(lang)) }
                }
            }
        }
    }
}

/// What was typed under a name and refused, else what is recorded.
fn value<'a>(scene: &'a Scene<'_>, name: &str, recorded: &'a str) -> &'a str {
    scene
        .typed
        .map_or(recorded, |posted| super::one(posted, name))
}
