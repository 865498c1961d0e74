//! The case page for staff: the cord, what comes next, then every part its reader may see.

use ::words::{CaseId, Lang, Text, text};
use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{
    Caller, Platform, Problem,
    page::{self, Size},
};

use super::{
    clinic, cord, documents, findings, graph, history, panel, patient, people, quality, reads,
    sentences, told, tubes,
    view::{Part, View, contents},
};
use crate::{facts, rules::provenance, words::Progress};

/// One case.
pub(super) async fn case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let id: CaseId = crate::api::allowed(&platform, &caller, &id).await?;
    let Some(case) = registry::facts::case(platform.db(), &id).await? else {
        return Err(Problem::broken());
    };
    let (events, progress) = facts::progress(&platform, &id).await?;
    if let Some(person) = caller.person() {
        return patient::page(&platform, &caller, person, &case, &progress).await;
    }
    let choices = match case.proband() {
        Some(person) => consent::facts::in_force_for(platform.db(), person, &id).await?,
        None => None,
    };
    let wants = choices.is_some_and(|c| {
        c.answers
            .get("ror.secondary_now")
            .is_some_and(|a| a == "yes")
    });
    let view = View {
        platform: &platform,
        caller: &caller,
        case: &case,
        events: &events,
        lang,
        withdrawn: progress.withdrawn,
        wants_secondary: wants,
    };
    let parts = parts(&view).await?;
    let title = text!(("症例 {id}"), ("Case {id}"));
    let cord = cord::of_staff(&progress);
    let site = registry::facts::site(platform.db(), &case.site).await?;
    let site = site.map_or_else(|| case.site.to_string(), |s| s.name.get(lang).to_owned());
    let body = html! {
        h1 { (title.get(lang)) " " span class="tag" { (case.kind.text().get(lang)) } }
        div class="strip" { (page::cord(&cord, Size::Strip, lang)) }
        p class="sentence" { (page::sentence(&cord, lang)) }
        (stands(&view, &progress, &site))
        (contents(&parts, lang))
        @for part in &parts { (part.show(lang)) }
    };
    Ok(page::page(lang, &title, &caller, body))
}

async fn parts(view: &View<'_>) -> Result<Vec<Part>, Problem> {
    let lang = view.lang;
    let origin = html! {
        div class="fold" tabindex="0" role="group" aria-label=(text!("ファイルの由来の図", "Drawing of where files came from").get(lang)) {
            (graph::draw(&provenance::graph(view.events), lang))
        }
        (sentences::of_reports(view).await?)
    };
    Ok(vec![
        people::part(view).await?,
        findings::part(view).await?,
        documents::part(view).await?,
        panel::part(view).await?,
        told::part(view).await?,
        clinic::part(view).await?,
        tubes::part(view).await?,
        reads::part(view).await?,
        quality::part(view).await?,
        Part::new(
            "files",
            text!("ファイルの由来", "Where files came from"),
            Some(origin),
        ),
        Part::new(
            "history",
            text!("履歴", "History"),
            Some(history::table(view.events, lang)),
        ),
    ])
}

fn stands(view: &View<'_>, progress: &Progress, site: &str) -> Markup {
    let lang: Lang = view.lang;
    let next = progress
        .next
        .filter(|_| progress.withdrawn.is_none() && progress.died.is_none())
        .map_or(text!("なし", "nothing"), |s| s.label.clone());
    let last = view.events.last().map(|e| e.at.show(lang));
    let mut facts: Vec<(Text, Markup)> = vec![
        (text!("状態", "State"), super::state(progress, lang)),
        (
            text!("次の段階", "Next step"),
            html! { strong { (next.get(lang)) } },
        ),
        (text!("施設", "Site"), html! { (site) }),
        (
            text!("最後の記録", "Last event"),
            html! { (last.as_deref().unwrap_or("–")) },
        ),
    ];
    if let Some(failed) = progress.failed() {
        let why = text!("止まった理由", "Why it stopped");
        let todo = text!("すること", "What to do");
        facts.insert(1, (todo, html! { (failed.next.get(lang)) }));
        facts.insert(
            1,
            (
                why,
                html! { (failed.said.get(lang)) " " code { (failed.reason) } },
            ),
        );
    }
    page::facts(lang, &facts)
}
