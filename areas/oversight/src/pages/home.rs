//! The list of cases: where each stands, what comes next, how long nothing happened.

use ::words::text;
use auth::Resource;
use axum::extract::State;
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Size},
};

use super::cord;
use crate::facts;

/// The first page after signing in.
pub(super) async fn home(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let title = text!("症例", "Cases");
    let Some(cases) = visible(&platform, &caller).await? else {
        return elsewhere(&platform, &caller).await;
    };
    let rows = if caller.person().is_some() {
        own(&platform, &caller, &cases).await?
    } else {
        of_staff(&platform, &caller, &cases).await?
    };
    let head = if caller.person().is_some() {
        vec![
            text!("症例番号", "Case"),
            text!("組紐", "Cord"),
            text!("いま", "Now"),
        ]
    } else {
        vec![
            text!("症例番号", "Case"),
            text!("領域", "Field"),
            text!("組紐", "Cord"),
            text!("状態", "State"),
            text!("次の段階", "Next step"),
            text!("最後の記録", "Last event"),
        ]
    };
    let empty = text!(
        "いま担当の症例はありません。症例が登録されると、ここに並びます。",
        "There is no case for you now. Cases appear here when they are registered."
    );
    let body = html! { h1 { (title.get(lang)) } (page::table(lang, &title, &head, &rows, &empty)) };
    Ok(page::page(lang, &title, &caller, body))
}

/// Cases the caller may read; none at all for roles that read no cases.
async fn visible(platform: &Platform, caller: &Caller) -> Result<Option<Vec<CaseView>>, Problem> {
    let site = caller.site();
    let mut resource = Resource::new("case", "all");
    if let Some(site) = &site {
        resource = resource.at_site(site);
    }
    if let Some(person) = caller.person() {
        resource = resource.of_person(person);
    }
    if caller
        .sees(platform, "case.read", &resource)
        .await?
        .is_none()
    {
        return Ok(None);
    }
    Ok(Some(match caller.person() {
        Some(person) => registry::facts::cases_of(platform.db(), person).await?,
        None => registry::facts::cases(platform.db(), site.as_ref()).await?,
    }))
}

/// Staff: what waited longest first.
async fn of_staff(
    platform: &Platform,
    caller: &Caller,
    cases: &[CaseView],
) -> Result<Vec<Vec<Markup>>, Problem> {
    let (lang, now) = (caller.lang(), platform.now());
    let mut rows = Vec::new();
    for case in cases {
        let (events, progress) = facts::progress(platform, &case.id).await?;
        let ended = progress.withdrawn.is_some() || progress.died.is_some();
        let next = progress
            .next
            .filter(|_| !ended)
            .map_or("–", |s| s.label.get(lang));
        let last = events.last().map_or(case.registered_at, |e| e.at);
        let days = now.day().starts().days_since(last.day().starts());
        let since = match days {
            0 => text!("きょう", "today"),
            1 => text!("きのう", "yesterday"),
            _ => text!(("{days}日前"), ("{days} days ago")),
        };
        let row = vec![
            html! { a href={ "/cases/" (case.id) } { (case.id) } },
            html! { (case.kind.text().get(lang)) },
            html! { (page::cord(&cord::of_staff(&progress), Size::Thread, lang)) },
            super::state(&progress, lang),
            html! { (next) },
            html! { span title=(last.show(lang)) { (since.get(lang)) } },
        ];
        rows.push(((ended, last), row));
    }
    rows.sort_by_key(|(order, _)| *order);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// A participant: the own cases, in plain words.
async fn own(
    platform: &Platform,
    caller: &Caller,
    cases: &[CaseView],
) -> Result<Vec<Vec<Markup>>, Problem> {
    let lang = caller.lang();
    let mut rows = Vec::new();
    for case in cases {
        let (_, progress) = facts::progress(platform, &case.id).await?;
        rows.push(vec![
            html! { a href={ "/cases/" (case.id) } { (case.id) } },
            html! { (page::cord(&cord::of_patient(&progress), Size::Thread, lang)) },
            html! { (super::plain_state(&progress).get(lang)) },
        ]);
    }
    Ok(rows)
}

/// The first page of roles that read no cases.
async fn elsewhere(platform: &Platform, caller: &Caller) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let own = Resource::new("home", caller.account.as_str());
    caller.may(platform, "home.read", &own).await?;
    let title = text!("ホーム", "Home");
    let quiet = text!(
        "この役割では症例の一覧を表示しません。",
        "Your role has no list of cases."
    );
    let review = text!("アクセスの記録を調べる", "Review accesses");
    let body = html! {
        h1 { (title.get(lang)) }
        p class="empty" { (quiet.get(lang)) }
        @if caller.holds("security") { p { a class="button" href="/access" { (review.get(lang)) } } }
    };
    Ok(page::page(lang, &title, caller, body))
}
