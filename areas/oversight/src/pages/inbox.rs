//! What should I do now: the first page of every role. What waits for the reader, oldest promise first; what others are to
//! do; what was finished today.

use ::words::{At, Lang, Text, text};
use auth::Resource;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};

use super::{access, board, documents, messages, named, rooms, seen, tasks};
use crate::store::{self, Mine, Waiting};

/// Tasks of one page.
const PAGE: usize = 30;
/// What others do, and what was done: shown at most.
const ASIDE: i64 = 8;

/// Where the page before ended.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    due: Option<i64>,
    #[serde(default)]
    after: String,
}

/// The first page.
pub(super) async fn inbox(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let own = Resource::new("home", caller.account.as_str());
    caller.may(&platform, "home.read", &own).await?;
    if caller.person().is_some() {
        return Ok(Redirect::to("/my").into_response());
    }
    let behind = store::catch_up(platform.ledger(), seen::AT_ONCE).await?;
    let lang = caller.lang();
    let title = text!("いま、すること", "What to do now");
    let mine = mine(&caller);
    let reads = seen::cases(&platform, &caller).await?.is_some();
    let tasks = waiting(&platform, &mine, &asked).await?;
    let others = others(&platform, &caller, &mine, reads).await?;
    let done = done(&platform, &caller).await?;
    let shown = tasks.iter().take(PAGE).chain(&others).chain(&done);
    let names = named::of(&platform, &caller, shown.map(|t| t.case.as_str())).await?;
    let of = tasks::Of {
        reads,
        names: &names,
    };
    let review = access::waiting(&platform, &caller).await?;
    let now = platform.now();
    let body = html! {
        h1 { (title.get(lang)) }
        (seen::behind(behind, lang))
        (messages::new(&platform, &caller, &mine).await?)
        (rooms::first(&caller, lang))
        (documents::told(&platform, &caller).await?)
        div class="columns" {
            div {
                (list(&tasks, now, &of, review, lang))
                (waits(&others, now, &of, lang))
                (finished(&done, &of, lang))
            }
            (board::beside(&platform, &caller).await?)
        }
        @if reads { p { a href="/cases" { (text!("症例の一覧", "All cases").get(lang)) } } }
    };
    Ok(page::page(lang, &title, &caller, body).into_response())
}

/// The kinds of task of the reader's roles, per site.
pub(super) fn mine(caller: &Caller) -> Mine {
    Mine::of(&caller.account, caller.roles())
}

async fn waiting(platform: &Platform, mine: &Mine, asked: &Asked) -> Result<Vec<Waiting>, Problem> {
    let after = asked.due.map(|due| (due, asked.after.as_str()));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    Ok(store::waiting(platform.db(), mine, platform.now(), after, limit).await?)
}

fn list(
    all: &[Waiting],
    now: At,
    of: &tasks::Of<'_>,
    review: Option<Markup>,
    lang: Lang,
) -> Markup {
    let (shown, more) = all.split_at(all.len().min(PAGE));
    let title = text!("あなたを待っていること", "Waiting for you");
    let empty = text!(
        "いま、あなたを待っていることはありません。おつかれさまです。新しい仕事ができると、ここに約束の早い順に並びます。",
        "Nothing is waiting for you. Well done. New work appears here, the oldest promise first."
    );
    let body = html! {
        @if shown.is_empty() && review.is_none() { p class="empty" { (empty.get(lang)) } }
        @if let Some(review) = review { (review) }
        @if !shown.is_empty() { (tasks::list(shown, now, of, true, lang)) }
        @if let (Some(last), false) = (shown.last(), more.is_empty()) {
            p { a rel="next" href={ "/?due=" (last.task.due.micros()) "&after=" (page::encode(&last.id)) } {
                (text!("次の30件", "Next 30").get(lang))
            } }
        }
    };
    page::section(lang, "waiting", &title, body)
}

async fn others(
    platform: &Platform,
    caller: &Caller,
    mine: &Mine,
    reads: bool,
) -> Result<Vec<Waiting>, Problem> {
    if !reads {
        return Ok(Vec::new());
    }
    let owner = caller.site().map(|s| s.to_string());
    Ok(store::of_others(platform.db(), owner.as_deref(), mine, platform.now(), ASIDE).await?)
}

fn waits(all: &[Waiting], now: At, of: &tasks::Of<'_>, lang: Lang) -> Markup {
    let title = text!("ほかの人を待っていること", "Waiting for others");
    html! {
        @if !all.is_empty() {
            (page::section(lang, "others", &title, tasks::list(all, now, of, false, lang)))
        }
    }
}

async fn done(platform: &Platform, caller: &Caller) -> Result<Vec<Waiting>, Problem> {
    let today = platform.now().day().starts();
    Ok(store::done_today(platform.db(), caller.account.as_str(), today, ASIDE).await?)
}

fn finished(all: &[Waiting], of: &tasks::Of<'_>, lang: Lang) -> Markup {
    let title = text!("きょう済ませたこと", "Done today");
    let none: Text = text!("きょうはまだありません。", "Nothing yet today.");
    let body = if all.is_empty() {
        html! { p class="empty" { (none.get(lang)) } }
    } else {
        tasks::done(all, of, lang)
    };
    page::section(lang, "done", &title, body)
}
