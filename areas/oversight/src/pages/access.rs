//! Access review for the security officer: who saw this case or person, what did this account open; and who could.

mod account;
mod could;
mod look;
mod reviews;

use ::words::{AccountId, At, CaseId, Lang, PersonId, Text, text};
use auth::{Entry, Filter, Resource};
use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

pub(super) use account::{account, accounts, revoke};
pub(super) use could::could;
pub(super) use reviews::{begin, list, mark, review, sign, waiting};

/// Lines of one page.
const PAGE: usize = 100;

/// What to look for; empty fields match all.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    account: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    case: String,
    /// Lines before this instant only: where the page before ended.
    #[serde(default)]
    before: Option<i64>,
}

/// The page.
pub(super) async fn access(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    reviews(&platform, &caller).await?;
    let title = text!("アクセスの記録", "Accesses");
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let found = match filter(&asked) {
        Some(filter) => Some(platform.auth().accesses(&filter, limit).await?),
        None => None,
    };
    let unread = text!(
        "入力を読み取れません。番号をそのまま貼り付けてください。",
        "What was typed cannot be read. Please paste the number as it is."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (doors(lang))
        (form(&asked, lang))
        @match &found {
            Some(lines) => { (table(&platform, lines, lang)) (further(&asked, lines, lang)) },
            None => (page::notice(lang, &unread, true)),
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn filter(asked: &Asked) -> Option<Filter> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    Some(Filter {
        account: given(&asked.account)
            .map(AccountId::parse)
            .transpose()
            .ok()?,
        person: given(&asked.person).map(PersonId::parse).transpose().ok()?,
        case: given(&asked.case).map(CaseId::parse).transpose().ok()?,
        until: asked.before.map(At::from_micros),
        ..Filter::default()
    })
}

/// Asks whether the reader reviews accesses.
async fn reviews(platform: &Platform, caller: &Caller) -> Result<(), Problem> {
    let log = Resource::new("access_log", "all");
    caller.may(platform, "access.review", &log).await.map(drop)
}

/// The questions of a review.
fn doors(lang: Lang) -> Markup {
    html! {
        p {
            a href="/access" { (text!("見た記録", "Who did").get(lang)) } "　"
            a href="/access/could" { (text!("見ることができた人", "Who could").get(lang)) } "　"
            a href="/access/accounts" { (text!("アカウント", "Accounts").get(lang)) } "　"
            a href="/access/reviews" { (text!("権限の点検", "Reviews of rights").get(lang)) }
        }
    }
}

/// The way to older lines. Lines of the same instant as the last one are shown again rather than lost.
fn further(asked: &Asked, lines: &[Entry], lang: Lang) -> Markup {
    let last = lines.get(PAGE - 1).filter(|_| lines.len() > PAGE);
    let all_at_once = lines.first().map(|l| l.at) == last.map(|l| l.at);
    html! {
        @if let Some(last) = last {
            @let before = last.at.micros() + i64::from(!all_at_once);
            p { a rel="next" href={
                "/access?case=" (page::encode(&asked.case)) "&person=" (page::encode(&asked.person))
                "&account=" (page::encode(&asked.account)) "&before=" (before)
            } { (text!("さらに古い記録", "Older").get(lang)) } }
        }
    }
}

fn form(asked: &Asked, lang: Lang) -> Markup {
    let field = |name: &str, label: &Text, value: &str| {
        html! { div { label for=(name) { (label.get(lang)) } input id=(name) name=(name) value=(value) autocomplete="off"; } }
    };
    html! {
        form class="search" method="get" action="/access" {
            (field("case", &text!("この症例を見たのは誰か", "Who saw this case"), &asked.case))
            (field("person", &text!("この参加者を見たのは誰か", "Who saw this person"), &asked.person))
            (field("account", &text!("このアカウントは何を見たか", "What did this account open"), &asked.account))
            button type="submit" { (text!("調べる", "Look up").get(lang)) }
        }
    }
}

fn table(platform: &Platform, lines: &[Entry], lang: Lang) -> Markup {
    let shown = lines.len().min(PAGE);
    let lines = lines.iter().take(PAGE);
    let rows: Vec<_> = lines.map(|line| row(platform, line, lang)).collect();
    let head = [
        text!("日時", "Time"),
        text!("アカウント", "Account"),
        text!("何をしようとしたか", "What for"),
        text!("対象", "Of"),
        text!("データ", "Data"),
        text!("可否", "Answer"),
        text!("規則", "Rule"),
    ];
    let caption = text!(("新しい順 {shown}件"), ("{shown} lines, newest first"));
    let empty = text!("該当する記録はありません。", "Nothing was found.");
    page::table(lang, &caption, &head, &rows, &empty)
}

fn row(platform: &Platform, line: &Entry, lang: Lang) -> Vec<Markup> {
    let action = platform.auth().policies().action(&line.action);
    let answer = if line.allowed {
        page::status(lang, Status::Done, Some(&text!("許可", "allowed")))
    } else {
        page::status(lang, Status::Stopped, Some(&text!("拒否", "denied")))
    };
    let holds = match line.holds.word() {
        "identity" => text!("本人情報", "identity"),
        "clinical" => text!("臨床", "clinical"),
        "genomic" => text!("ゲノム", "genomic"),
        _ => text!("–", "–"),
    };
    vec![
        html! { span class="number" { (line.at.show(lang)) } },
        html! { a href={ "/access?account=" (page::encode(line.account.as_str())) } { (line.account) } " " span class="small" { (line.role) } },
        html! { @if let Some(info) = action { (info.label.get(lang)) } @else { code { (line.action) } } },
        html! {
            @if let Some(case) = &line.case { (case) } @else { (line.kind) " " (line.thing) }
            @if let Some(person) = &line.person { " " span class="small" { (person) } }
        },
        html! { (holds.get(lang)) },
        answer,
        html! { code { (line.rule) } },
    ]
}
