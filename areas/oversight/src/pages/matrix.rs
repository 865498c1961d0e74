//! The board of the central office: per strand and step how many cases wait, how long, and how their promises stand. Every
//! number opens its list.

use ::words::{At, Lang, Text, text};
use auth::Resource;
use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, STRANDS},
};

use super::seen;
use crate::{
    rules::tasks::{KINDS, Kind},
    store::{self, BoardFilter, Cell},
};

/// Which cases are counted; empty fields match all.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    site: String,
    #[serde(default)]
    field: String,
}

/// The page.
pub(super) async fn board(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let all = Resource::new("board", "all");
    caller.may(&platform, "board.read", &all).await?;
    let (lang, now) = (caller.lang(), platform.now());
    let behind = store::catch_up(platform.ledger(), seen::AT_ONCE).await?;
    let given = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let filter = BoardFilter {
        site: given(&asked.site),
        kind: given(&asked.field),
    };
    let cells = store::cells(platform.db(), &filter, now).await?;
    let title = text!("進行表", "Board");
    let empty = text!(
        "待っている症例はありません。症例が進むと、ここに段階ごとの数が並びます。",
        "No case is waiting. As cases move on, their numbers stand here by step."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (seen::behind(behind, lang))
        (form(&platform, &asked, lang).await?)
        (worst(&cells, &asked, lang))
        @if cells.is_empty() { p class="empty" { (empty.get(lang)) } }
        @for lane in 0..STRANDS.len() { (strand(lane, &cells, &asked, now, lang)) }
    };
    Ok(page::page(lang, &title, &caller, body))
}

async fn form(platform: &Platform, asked: &Asked, lang: Lang) -> Result<Markup, Problem> {
    let mut sites = vec![(String::new(), text!("すべて", "all"))];
    for id in store::sites(platform.db()).await? {
        let name = registry::facts::site(platform.db(), &id).await?;
        let name = name.map_or_else(|| Text::made(id.as_str(), id.as_str()), |s| s.name);
        sites.push((id.to_string(), name));
    }
    let fields = [
        (String::new(), text!("すべて", "all")),
        ("cancer".to_owned(), text!("がん", "cancer")),
        ("rare".to_owned(), text!("難病", "rare disease")),
    ];
    Ok(html! {
        form class="search" method="get" action="/board" {
            (super::cases::select("site", &text!("施設", "Site"), &sites, &asked.site, lang))
            (super::cases::select("field", &text!("領域", "Field"), &fields, &asked.field, lang))
            button class="second" type="submit" { (text!("絞り込む", "Filter").get(lang)) }
        }
    })
}

/// Where a number leads: the cases of that step.
fn list(kind: &str, late: bool, asked: &Asked) -> String {
    format!(
        "/cases?task={kind}&late={}&site={}&field={}",
        if late { "yes" } else { "" },
        page::encode(&asked.site),
        page::encode(&asked.field)
    )
}

/// What needs a call first: the steps with the most promises broken.
fn worst(cells: &[Cell], asked: &Asked, lang: Lang) -> Markup {
    let mut late: Vec<(&Cell, &Kind)> = cells
        .iter()
        .filter(|c| c.late > 0)
        .filter_map(|c| Some((c, known(&c.kind)?)))
        .collect();
    late.sort_by_key(|(c, _)| std::cmp::Reverse(c.late));
    let title = text!("期限を過ぎたもの", "Past their promise");
    let none = text!(
        "期限を過ぎたものはありません。",
        "Nothing is past its promise."
    );
    let body = html! {
        @if late.is_empty() { p class="empty" { (none.get(lang)) } }
        @else {
            ul class="worst" {
                @for (cell, kind) in late {
                    li { a href=(list(&cell.kind, true, asked)) { (super::late(cell.late, lang)) } " " (kind.says.get(lang)) }
                }
            }
        }
    };
    page::section(lang, "worst", &title, body)
}

fn known(id: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|k| k.id == id)
}

/// The steps of one strand: those with something late first, then as the programme goes.
fn strand(lane: usize, cells: &[Cell], asked: &Asked, now: At, lang: Lang) -> Markup {
    let own = KINDS.iter().filter(|k| k.strand.lane() == lane);
    let mut steps: Vec<(&Kind, &Cell)> = own
        .filter_map(|k| Some((*k, cells.iter().find(|c| c.kind == k.id)?)))
        .collect();
    if steps.is_empty() {
        return html! {};
    }
    steps.sort_by_key(|(_, c)| std::cmp::Reverse(c.late));
    let rows: Vec<_> = steps
        .iter()
        .map(|(kind, cell)| step(kind, cell, asked, now, lang))
        .collect();
    let Some((name, mark, ..)) = STRANDS.get(lane) else {
        return html! {};
    };
    let title = Text::made(
        format!("{} {}", mark.ja, name.ja),
        format!("{} {}", mark.en, name.en),
    );
    let head = [
        text!("待っていること", "Waits for"),
        text!("症例", "Cases"),
        text!("最長", "Longest"),
        text!("7日以内", "Within 7 days"),
        text!("期限超過", "Late"),
    ];
    let empty = text!("ありません。", "None.");
    let table = page::table(lang, &title, &head, &rows, &empty);
    page::section(lang, &format!("strand-{lane}"), &title, table)
}

fn step(kind: &Kind, cell: &Cell, asked: &Asked, now: At, lang: Lang) -> Vec<Markup> {
    let days = now.day().starts().days_since(cell.oldest.day().starts());
    vec![
        html! { (kind.says.get(lang)) },
        html! { a href=(list(kind.id, false, asked)) { (page::number(cell.cases, "")) } },
        page::number(days, text!("日", "d").get(lang)),
        html! { @if cell.soon > 0 { (page::number(cell.soon, "")) } @else { "–" } },
        html! { @if cell.late > 0 { a href=(list(kind.id, true, asked)) { (super::late(cell.late, lang)) } } @else { "–" } },
    ]
}
