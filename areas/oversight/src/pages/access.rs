//! Access review for the security officer: who saw this case or person, what did this account open.

use ::words::{AccountId, CaseId, Lang, PersonId, Text, text};
use auth::{Entry, Filter, Resource};
use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

/// Lines shown at most.
const LIMIT: i64 = 500;

/// What to look for; empty fields match all.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    account: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    case: String,
}

/// The page.
pub(super) async fn access(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let log = Resource::new("access_log", "all");
    caller.may(&platform, "access.review", &log).await?;
    let title = text!("アクセスの記録", "Accesses");
    let found = match filter(&asked) {
        Some(filter) => Some(platform.auth().accesses(&filter, LIMIT).await?),
        None => None,
    };
    let unread = text!(
        "入力を読み取れません。番号をそのまま貼り付けてください。",
        "What was typed cannot be read. Please paste the number as it is."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (form(&asked, lang))
        @match &found {
            Some(lines) => (table(&platform, lines, lang)),
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
        ..Filter::default()
    })
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
    let rows: Vec<_> = lines.iter().map(|line| row(platform, line, lang)).collect();
    let head = [
        text!("日時", "Time"),
        text!("アカウント", "Account"),
        text!("何をしようとしたか", "What for"),
        text!("対象", "Of"),
        text!("データ", "Data"),
        text!("可否", "Answer"),
        text!("規則", "Rule"),
    ];
    let shown = lines.len();
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
        html! { (line.account) " " span class="small" { (line.role) } },
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
