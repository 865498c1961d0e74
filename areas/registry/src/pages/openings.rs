//! Openings of identities: the list of a case, the list for those who approve and for security, the answers.

use auth::Resource;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};
use words::{Lang, Text, text};

use super::identity::by_at;
use crate::{
    api::openings::{finish, reply},
    facts::{self, CaseView, OpeningView},
    store,
    words::opening::Stands,
};

/// How many the list shows.
const SHOWN: i64 = 200;

/// Everything that waits or was opened, where the caller may approve; all of it for the office and for security.
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let site = caller.site();
    let mut on = Resource::new("opening", "all");
    if let Some(site) = &site {
        on = on.at_site(site);
    }
    caller.may(&platform, "identity.open.approve", &on).await?;
    let mut shown = Vec::new();
    for view in facts::latest_openings(platform.db(), SHOWN).await? {
        let case = facts::case(platform.db(), &view.opening.case).await?;
        let Some(case) = case else { continue };
        // who approves at a site sees the site's; a role of the centre has no site
        if site.as_ref().is_none_or(|s| *s == case.site) {
            shown.push((case, view));
        }
    }
    let mut rows = Vec::new();
    for (case, view) in &shown {
        let on = facts::resource_of(case);
        let mut may = caller.account != view.opening.by;
        may = may && view.opening.stands(platform.now()) == Stands::Asked;
        may = may
            && caller
                .sees(&platform, "identity.open.approve", &on)
                .await?
                .is_some();
        let mut cells = vec![html! { a href={ "/cases/" (case.id) } { (case.id) } }];
        cells.extend(row(&platform, view, may, lang).await?);
        rows.push(cells);
    }
    let title = text!("本人情報の開示", "Opened identities");
    let mut head = vec![text!("症例", "Case")];
    head.extend(heads());
    let empty = text!(
        "開示を求められたことはありません。",
        "Nobody has asked for an identity."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (page::table(lang, &title, &head, &rows, &empty))
    };
    Ok(page::page(lang, &title, &caller, body))
}

/// The openings of one case.
pub(super) async fn of_case(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    all: &[OpeningView],
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let on = facts::resource_of(case);
    let approves = caller
        .sees(platform, "identity.open.approve", &on)
        .await?
        .is_some();
    let mut rows = Vec::new();
    for view in all {
        let waits = view.opening.stands(platform.now()) == Stands::Asked;
        let may = approves && waits && caller.account != view.opening.by;
        rows.push(row(platform, view, may, lang).await?);
    }
    let title = text!("これまでの開示", "Openings so far");
    let empty = text!(
        "担当外の方が本人情報を開いたことはありません。",
        "Nobody outside the treating team has opened the identity."
    );
    let table = page::table(lang, &title, &heads(), &rows, &empty);
    Ok(page::section(lang, "openings", &title, table))
}

fn heads() -> [Text; 5] {
    [
        text!("状態", "State"),
        text!("求めた方", "Asked by"),
        text!("理由", "Reason"),
        text!("承認した方", "Answered by"),
        text!("閲覧", "Seen"),
    ]
}

/// `may` answers: then the reason in words is shown too, and the two buttons.
async fn row(
    platform: &Platform,
    view: &OpeningView,
    may: bool,
    lang: Lang,
) -> Result<Vec<Markup>, Problem> {
    let opening = &view.opening;
    let said = if may {
        store::said(platform, &view.id, opening).await?
    } else {
        None
    };
    let stands = opening.stands(platform.now());
    let answered = match &opening.answered {
        Some((by, at)) => by_at(platform, by, *at, lang).await?,
        None => html! { "–" },
    };
    let to = format!("/openings/{}/answer", view.id);
    Ok(vec![
        html! { (page::status(lang, shape(stands), Some(&stands.text()))) },
        by_at(platform, &opening.by, opening.asked_at, lang).await?,
        html! {
            (opening.reason.text().get(lang))
            @if let Some(said) = said { p class="small" { (said) } }
            @if may {
                div {
                    (page::act(lang, &to, &text!("承認する", "Approve"), &[("approve", "yes")]))
                    form class="act" method="post" action=(to) {
                        input type="hidden" name="approve" value="no";
                        button class="second" type="submit" { (text!("承認しない", "Refuse").get(lang)) }
                    }
                }
            }
        },
        answered,
        html! { @match opening.used_at { Some(at) => (at.show(lang)), None => "–" } },
    ])
}

fn shape(stands: Stands) -> Status {
    match stands {
        Stands::Asked => Status::Hold,
        Stands::Open => Status::Now,
        Stands::Refused => Status::Stopped,
        Stands::Ended => Status::Done,
    }
}

/// What was answered.
#[derive(Deserialize)]
pub(super) struct Answer {
    approve: String,
}

/// Approves or refuses.
pub(super) async fn answer(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    reply(&platform, &caller, &id, answer.approve == "yes").await?;
    Ok(Redirect::to("/openings").into_response())
}

/// Ends an opening, or takes a request back.
pub(super) async fn end(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let view = finish(&platform, &caller, &id).await?;
    let back = format!("/cases/{}/identity", view.opening.case);
    Ok(Redirect::to(&back).into_response())
}
