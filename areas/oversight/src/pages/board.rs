//! The board beside the centre's inbox: how many cases stand where, how long the first of them, how many are late.

use ::words::{Lang, Text, text};
use auth::Resource;
use maud::{Markup, html};
use web::{
    Caller, Platform, Problem,
    page::{self, STRANDS},
};

use crate::{
    rules::steps::{STEPS, step},
    store::{self, Count},
    words::Strand,
};

/// Roles whose first page has it.
const ROLES: [&str; 3] = ["office", "analyst", "curator"];

/// The counts, or nothing for roles that do not have them.
pub(super) async fn beside(platform: &Platform, caller: &Caller) -> Result<Markup, Problem> {
    let lang = caller.lang();
    if !ROLES.iter().any(|role| caller.holds(role)) {
        return Ok(html! {});
    }
    let board = Resource::new("board", "all");
    if caller.sees(platform, "board.read", &board).await?.is_none() {
        return Ok(html! {});
    }
    let now = platform.now();
    let counts = store::counts(platform.db(), None, now).await?;
    let title = text!("症例の数", "Cases by step");
    let line = |count: &Count, name: &Text| {
        let days = now.day().starts().days_since(count.oldest.day().starts());
        vec![
            html! { a href={ "/cases?state=" (count.state) } { (name.get(lang)) } },
            page::number(count.cases, ""),
            page::number(days, text!("日", "d").get(lang)),
            html! { @if count.late > 0 { a href={ "/cases?late=yes&state=" (count.state) } { (super::late(count.late, lang)) } } @else { "–" } },
        ]
    };
    let rows: Vec<_> = in_order(&counts)
        .map(|(count, name)| line(count, &name))
        .collect();
    let head = [
        text!("いまの段階", "Stands at"),
        text!("件数", "Cases"),
        text!("最長", "Longest"),
        text!("期限超過", "Late"),
    ];
    let empty = text!("症例はまだありません。", "There is no case yet.");
    let table = page::table(lang, &title, &head, &rows, &empty);
    let whole = text!("進行表をひらく", "Open the board");
    Ok(html! {
        aside class="board" {
            (page::section(lang, "board", &title, table))
            p { a href="/board" { (whole.get(lang)) } }
        }
    })
}

/// What stopped first, then the steps as the programme goes.
fn in_order(counts: &[Count]) -> impl Iterator<Item = (&Count, Text)> {
    let words = SIDE.iter().copied().chain(STEPS.iter().map(|s| s.state));
    words.filter_map(|word| {
        let count = counts.iter().find(|c| c.state == word)?;
        Some((count, name(word)))
    })
}

/// Side states, worst first; withdrawn and dead last of them.
const SIDE: [&str; 4] = ["failed", "on_hold", "withdrawn", "deceased"];

/// A state in words, with the mark of its strand.
pub(super) fn name(state: &str) -> Text {
    match state {
        "failed" => text!("失敗", "Failed"),
        "on_hold" => text!("保留", "On hold"),
        "withdrawn" => text!("同意撤回", "Withdrawn"),
        "deceased" => text!("ご逝去", "Deceased"),
        _ => step(state).map_or_else(|| Text::made(state, state), |s| marked(s.strand, &s.label)),
    }
}

fn marked(strand: Strand, label: &Text) -> Text {
    let mark = |lang: Lang| {
        STRANDS
            .get(strand.lane())
            .map_or("", |s| s.1.get(lang))
            .to_owned()
    };
    Text::made(
        format!("{} {}", mark(Lang::Ja), label.ja),
        format!("{} {}", mark(Lang::En), label.en),
    )
}

/// All states, for a filter.
pub(super) fn states() -> impl Iterator<Item = &'static str> {
    SIDE.iter().copied().chain(STEPS.iter().map(|s| s.state))
}
