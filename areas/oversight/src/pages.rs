//! The list of cases and the case page. Server-rendered; every part asks for itself whether its reader may see it.

mod cord;
mod graph;
mod history;

use ::words::{CaseId, Lang, Text, text};
use auth::Resource;
use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Size},
};

use crate::{facts, rules::provenance, words::Progress};

/// The pages.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/", get(home))
        .route("/cases/{id}", get(case))
}

/// The cases the reader may see, each with its thread.
async fn home(State(platform): State<Platform>, caller: Caller) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let cases = visible(&platform, &caller).await?;
    let mut rows = Vec::new();
    for case in &cases {
        let (_, progress) = facts::progress(&platform, &case.id).await?;
        let cord = if caller.person().is_some() {
            cord::of_patient(&progress)
        } else {
            cord::of_staff(&progress)
        };
        rows.push(vec![
            html! { a href={ "/cases/" (case.id) } { (case.id) } },
            html! { (case.kind.text().get(lang)) },
            html! { (page::cord(&cord, Size::Thread, lang)) },
            html! { (state_word(&progress).get(lang)) },
            html! { (case.registered_at.day().show(lang)) },
        ]);
    }
    let head = [
        text!("症例番号", "Case"),
        text!("領域", "Field"),
        text!("組紐", "Cord"),
        text!("状態", "State"),
        text!("登録日", "Registered"),
    ];
    let title = text!("症例", "Cases");
    let empty = text!("担当の症例はまだありません。", "There is no case here yet.");
    let body = html! { h1 { (title.get(lang)) } (page::table(lang, &title, &head, &rows, &empty)) };
    Ok(page::page(lang, &title, &caller, body))
}

async fn visible(platform: &Platform, caller: &Caller) -> Result<Vec<CaseView>, Problem> {
    let site = caller.site();
    let mut resource = Resource::new("case", "all");
    if let Some(site) = &site {
        resource = resource.at_site(site);
    }
    if let Some(person) = caller.person() {
        resource = resource.of_person(person);
    }
    caller.may(platform, "case.read", &resource).await?;
    Ok(match caller.person() {
        Some(person) => registry::facts::cases_of(platform.db(), person).await?,
        None => registry::facts::cases(platform.db(), site.as_ref()).await?,
    })
}

/// The word for where a case stands.
fn state_word(progress: &Progress) -> Text {
    match progress.state() {
        "withdrawn" => text!("同意撤回", "Withdrawn"),
        "deceased" => text!("ご逝去", "Deceased"),
        "on_hold" => text!("保留", "On hold"),
        _ => progress
            .reached
            .last()
            .map_or(text!("登録前", "Not registered"), |r| {
                r.step.label.clone()
            }),
    }
}

/// One case: strip, what matters now, history with consent, provenance, documents.
async fn case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let id: CaseId = crate::api::allowed(&platform, &caller, &id).await?;
    let view = registry::facts::case(platform.db(), &id).await?;
    let (events, progress) = facts::progress(&platform, &id).await?;
    let cord = if caller.person().is_some() {
        cord::of_patient(&progress)
    } else {
        cord::of_staff(&progress)
    };
    let title = text!(("症例 {id}"), ("Case {id}"));
    let body = html! {
        h1 { (title.get(lang)) }
        div class="strip" { (page::cord(&cord, Size::Strip, lang)) }
        p class="sentence" { (page::sentence(&cord, lang)) }
        @if let Some(view) = &view { (about(view, &progress, lang)) }
        @if caller.person().is_none() {
            (page::section(lang, "files", &text!("ファイルの由来", "Where files came from"),
                html! { div class="scroll" { (graph::draw(&provenance::graph(&events), lang)) } }))
            (page::section(lang, "history", &text!("履歴", "History"), history::table(&events, lang)))
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn about(view: &CaseView, progress: &Progress, lang: Lang) -> Markup {
    let members: Vec<String> = view
        .members
        .iter()
        .map(|m| format!("{} {}", m.relation.text().get(lang), m.person))
        .collect();
    let next = progress
        .next
        .map_or(text!("なし", "nothing"), |s| s.label.clone());
    page::facts(
        lang,
        &[
            (
                text!("領域", "Field"),
                html! { (view.kind.text().get(lang)) },
            ),
            (
                text!("状態", "State"),
                html! { (state_word(progress).get(lang)) },
            ),
            (text!("次の段階", "Next step"), html! { (next.get(lang)) }),
            (
                text!("参加者", "Participants"),
                html! { (members.join("、")) },
            ),
        ],
    )
}
