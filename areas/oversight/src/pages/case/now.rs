//! What matters now in a case: why it stopped, what is to be done and by whom.

use ::words::{Text, text};
use maud::{Markup, html};
use web::{Problem, page};

use super::super::{inbox, tasks, view::View};
use crate::{
    store::{self, Waiting},
    words::Progress,
};

/// Why it stopped, then the open tasks: the reader's own with their buttons.
pub(super) async fn matters(view: &View<'_>, progress: &Progress) -> Result<Markup, Problem> {
    let (lang, platform) = (view.lang, view.platform);
    let now = platform.now();
    let all = store::of_case(platform.db(), &view.case.id, now).await?;
    let mine = inbox::mine(view.caller);
    let is_mine = |one: &Waiting| {
        let at = mine.kinds.iter().find(|(site, _)| *site == one.task.site);
        one.task.is_for(&mine.account) && at.is_some_and(|(_, kinds)| kinds.contains(&one.kind.id))
    };
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_mine);
    let title = text!("いま大切なこと", "What matters now");
    let nothing = text!(
        "いま待たれていることはありません。",
        "Nothing is awaited now."
    );
    let died = match progress.died {
        Some(at) => super::died::notice(view, at).await?,
        None => html! {},
    };
    // who it is stands at the head of the page
    let of = tasks::Of {
        reads: true,
        names: &tasks::Names::new(),
    };
    let body = html! {
        (died)
        @if let Some(failed) = progress.failed() {
            p class="notice problem" role="alert" {
                strong { (failed.said.get(lang)) } " " code { (failed.reason) } br; (failed.next.get(lang))
            }
        }
        @if own.is_empty() && others.is_empty() { p class="empty" { (nothing.get(lang)) } }
        @if !own.is_empty() { (tasks::list(&own, now, &of, true, lang)) }
        @if !others.is_empty() {
            h3 { (text!("ほかの人を待っていること", "Waiting for others").get(lang)) }
            (tasks::list(&others, now, &of, false, lang))
        }
    };
    Ok(page::section(lang, "now", &title, body))
}

/// Notes and questions about the case.
pub(super) fn talk(view: &View<'_>) -> Markup {
    let to = format!("/threads/{}", view.case.id);
    let said = text!("連絡と質問", "Notes and questions");
    html! { p { a class="button second" href=(to) { (said.get(view.lang)) } } }
}

/// State, next step, site, last event.
pub(super) async fn stands(view: &View<'_>, progress: &Progress) -> Result<Markup, Problem> {
    let lang = view.lang;
    let site = registry::facts::site(view.platform.db(), &view.case.site).await?;
    let site = site.map_or_else(
        || view.case.site.to_string(),
        |s| s.name.get(lang).to_owned(),
    );
    let ended = progress.withdrawn.is_some() || progress.died.is_some();
    let next = progress.next.filter(|_| !ended);
    let next = next.map_or(text!("なし", "nothing"), |s| s.label.clone());
    let last = view.events.last().map(|e| e.at.show(lang));
    let facts: Vec<(Text, Markup)> = vec![
        (text!("状態", "State"), super::super::state(progress, lang)),
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
    let title = text!("現在地", "Where it stands");
    Ok(page::section(
        lang,
        "stands",
        &title,
        page::facts(lang, &facts),
    ))
}
