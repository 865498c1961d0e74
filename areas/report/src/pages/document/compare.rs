//! Two versions beside each other.

use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;
use web::{Problem, page};
use words::{Lang, text};

use super::Sheet;
use crate::api::Desk;
use crate::rules::diff::{Change, compare};

/// Which two.
#[derive(Debug, Deserialize)]
pub struct Between {
    from: i64,
    to: i64,
}

/// Shows what changed, sentence by sentence.
pub async fn read(
    desk: Desk,
    Path(id): Path<String>,
    Query(Between { from, to }): Query<Between>,
) -> Result<impl IntoResponse, Problem> {
    let sheet = Sheet::open(desk, id).await?;
    let (old, new) = (sheet.version(Some(from))?, sheet.version(Some(to))?);
    let changes = compare(&sheet.content(old).await?, &sheet.content(new).await?);
    let lang = sheet.lang;
    let title = text!(("第{from}版と第{to}版の違い"), ("Versions {from} and {to}"));
    let (same, other): (Vec<_>, Vec<_>) =
        changes.iter().partition(|c| matches!(c, Change::Same(_)));
    let count = text!(
        ("変わった文 {}、変わらない文 {}", other.len(), same.len()),
        (
            "{} sentences changed, {} are the same",
            other.len(),
            same.len()
        )
    );
    let body = html! {
        h1 { (sheet.report.kind.title().get(lang)) }
        p { a href=(sheet.to("")) { (sheet.id) } }
        h2 { (title.get(lang)) }
        p { (count.get(lang)) }
        @if other.is_empty() {
            p class="empty" { (text!("違いはありません。", "There is no difference.").get(lang)) }
        }
        ul class="changes" { @for change in &other { li { (one(change, lang)) } } }
    };
    Ok(page::page(lang, &title, &sheet.desk.caller, body))
}

fn one(change: &Change, lang: Lang) -> Markup {
    let (gone, new) = (text!("削除", "gone"), text!("追加", "new"));
    html! {
        @match change {
            Change::Same(said) => { (said.get(lang)) },
            Change::Gone(said) => { span class="tag" { (gone.get(lang)) } " " del { (said.get(lang)) } },
            Change::New(said) => { span class="tag" { (new.get(lang)) } " " ins { (said.get(lang)) } },
            Change::Other(old, said) => {
                span class="tag" { (text!("変更", "changed").get(lang)) } " "
                del { (old.get(lang)) } br; ins { (said.get(lang)) }
            },
        }
    }
}
