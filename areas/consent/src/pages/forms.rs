//! The forms: every version for ever, two side by side with what differs, and asking again.

use auth::Resource;
use axum::{
    Form as Posted,
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{Lang, text};

use crate::{
    api::{self, campaign::CampaignIn},
    words::{
        diff::{self, Fate, Piece},
        form::{self, Form, Item, ItemKind},
    },
};

async fn may(platform: &Platform, caller: &Caller) -> Result<(), Problem> {
    let resource = Resource::new("form", "all");
    caller.may(platform, "home.read", &resource).await.map(drop)
}

fn every() -> &'static [Form] {
    form::all().unwrap_or_default()
}

pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    may(&platform, &caller).await?;
    let lang = caller.lang();
    let today = platform.now().day();
    let title = text!("説明同意文書", "Forms of consent");
    let head = [
        text!("文書", "Form"),
        text!("版", "Version"),
        text!("使える期間", "In use"),
        text!("違い", "Difference"),
    ];
    let rows: Vec<Vec<Markup>> = every()
        .iter()
        .map(|f| row(lang, &caller, f, today))
        .collect();
    let body = html! {
        h1 { (title.get(lang)) }
        (page::table(lang, &title, &head, &rows, &text!("文書はありません。", "There are no forms.")))
        p class="small" { (text!("古い版も、いつまでも読めます。", "Old versions can be read for ever.").get(lang)) }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn row(lang: Lang, caller: &Caller, form: &Form, today: words::Day) -> Vec<Markup> {
    let reference = form.reference();
    let state = if form.in_force_on(today) {
        text!("使用中", "in use")
    } else if form.effective_from > today {
        text!("これから", "not begun")
    } else {
        text!("終了", "ended")
    };
    let asks = form.substantive && form.in_force_on(today) && caller.holds("office");
    vec![
        html! { a href={ "/consents/forms/" (reference) } { (form.title.get(lang)) } (super::mark(lang, form)) },
        html! { code { (reference) } },
        html! { (form.effective_from.show(lang)) "〜　" (state.get(lang)) },
        html! {
            @if let Some(before) = &form.supersedes {
                a href={ "/consents/forms/" (before) "/" (reference) } { (before) }
                @if let Some(summary) = &form.summary { p class="small" { (summary.get(lang)) } }
                @if form.substantive { p class="small" { strong { (text!("内容が変わるため、もう一度同意をうかがいます", "says something else in substance: everybody is asked again").get(lang)) } } }
                @if asks { (page::act(lang, "/consents/campaigns", &text!("対象の方に、もう一度うかがう", "Ask those concerned again"), &[("form", &reference)])) }
            }
        },
    ]
}

pub(super) async fn text(
    State(platform): State<Platform>,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<Markup, Problem> {
    may(&platform, &caller).await?;
    let lang = caller.lang();
    let form = form::find(&reference).ok_or_else(unknown)?;
    let body = html! {
        (super::mark(lang, form))
        h1 { (form.title.get(lang)) }
        p { code { (reference) } "　" @if let Some(digest) = &form.digest { (page::digest(digest)) } }
        @for (kind, heading) in [
            (ItemKind::Mandatory, text!("参加に必要なこと", "What taking part needs")),
            (ItemKind::Choice, text!("選べること", "Choices")),
        ] {
            h2 { (heading.get(lang)) }
            ol class="leaves" { @for item in form.items.iter().filter(|i| i.kind == kind) { li { p { (item.text.get(lang)) } } } }
        }
        p { a href="/consents/forms" { (text!("ほかの版", "Other versions").get(lang)) } }
    };
    Ok(page::page(lang, &form.title, &caller, body))
}

fn unknown() -> Problem {
    Problem::not_found(text!(
        "この版の文書はありません。",
        "There is no such version."
    ))
}

pub(super) async fn compare(
    State(platform): State<Platform>,
    caller: Caller,
    Path((before, after)): Path<(String, String)>,
) -> Result<Markup, Problem> {
    may(&platform, &caller).await?;
    let lang = caller.lang();
    let (before, after) = (
        form::find(&before).ok_or_else(unknown)?,
        form::find(&after).ok_or_else(unknown)?,
    );
    let title = text!(
        ("{}と{}の違い", before.reference(), after.reference()),
        ("{} and {}", before.reference(), after.reference())
    );
    let head = [
        text!("区分", "Change"),
        text!(("{}", before.reference()), ("{}", before.reference())),
        text!(("{}", after.reference()), ("{}", after.reference())),
    ];
    let rows = diff::rows(before, after);
    let rows: Vec<Vec<Markup>> = rows.iter().map(|r| side_by_side(lang, r)).collect();
    let body = html! {
        (super::mark(lang, after))
        h1 { (title.get(lang)) }
        @if let Some(summary) = &after.summary { p { (summary.get(lang)) } }
        (page::table(lang, &title, &head, &rows, &text!("違いはありません。", "They do not differ.")))
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn side_by_side(lang: Lang, row: &diff::Row<'_>) -> Vec<Markup> {
    let fate = match row.fate {
        Fate::Same => text!("同じ", "same"),
        Fate::Reworded => text!("書き換え", "reworded"),
        Fate::Added => text!("追加", "added"),
        Fate::Removed => text!("削除", "removed"),
    };
    let said = |item: Option<&Item>| item.map_or(String::new(), |i| i.text.get(lang).to_owned());
    let (left, right) = (said(row.before), said(row.after));
    let (left, right) = diff::pieces(&left, &right, lang);
    let strong = row.fate != Fate::Same;
    vec![
        html! { @if strong { strong { (fate.get(lang)) } } @else { (fate.get(lang)) } },
        html! { (marked(&left, "del")) },
        html! { (marked(&right, "ins")) },
    ]
}

/// What differs is a deletion or an insertion for screen readers, and underlined or struck through for the eye.
fn marked(pieces: &[Piece], tag: &str) -> Markup {
    html! { @for piece in pieces {
        @match (piece.differs, tag) {
            (false, _) => (piece.text),
            (true, "del") => del { (piece.text) },
            (true, _) => ins { (piece.text) },
        }
    } }
}

pub(super) async fn campaign(
    State(platform): State<Platform>,
    caller: Caller,
    Posted(input): Posted<CampaignIn>,
) -> Result<Redirect, Problem> {
    api::campaign::ask(&platform, &caller, &input.form).await?;
    Ok(Redirect::to("/consents/forms"))
}
