//! The findings of a case, and what waits for a curator.

use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{Lang, Text, text};

use super::{say, verdict::name};
use crate::api::desk::open;
use crate::facts::{self, Waiting};
use crate::words::{Finding, Stage};

/// Findings that wait, of each kind.
const SHOWN: usize = 50;

/// The findings of a case.
pub(super) async fn of_case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let opened = open(&platform, &caller, "finding.read", &id).await?;
    let case = &opened.case.id;
    let wants = facts::wants_secondary(&platform, case).await?;
    let mut all = facts::findings(&platform, case).await?;
    all.retain(|f| wants || !f.secondary);
    let ready = facts::ready(&platform, case).await?.is_some();
    let none = if ready {
        text!(
            "報告すべき所見はありませんでした。",
            "There was nothing to report."
        )
    } else {
        text!("所見はまだありません。", "There are no findings yet.")
    };
    let rows: Vec<_> = all.iter().map(|f| row(case.as_str(), f, lang)).collect();
    let head = [
        text!("番号", "No."),
        text!("変化", "Change"),
        text!("由来とレベル", "Origin and level"),
        text!("リードの割合", "Share of reads"),
        text!("判定", "Verdict"),
    ];
    let caption = text!("所見", "Findings");
    let title = text!(("所見：症例 {case}"), ("Findings of case {case}"));
    let trio = all.iter().any(|f| f.inheritance.is_some());
    let body = html! {
        p class="small" { a href={ "/cases/" (case) "/findings" } { (text!(("症例 {case}"), ("Case {case}")).get(lang)) } }
        h1 { (title.get(lang)) }
        @if trio { p { a class="button second" href={ "/trio/" (case) } { (text!("親子の3人で見る", "See the three of the family").get(lang)) } } }
        (page::table(lang, &caption, &head, &rows, &none))
        @if ready && !wants { p class="quiet-line" { (text!(
            "二次的所見は、本人が知ることを希望していないため表示しません。",
            "Secondary findings are not shown: the patient did not ask to know."
        ).get(lang)) } }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn row(case: &str, finding: &Finding, lang: Lang) -> Vec<Markup> {
    vec![
        html! { (finding.id) },
        html! { a href={ "/findings/" (case) "/" (finding.id) } { (say::name(finding)) } },
        say::tags(finding, lang),
        html! { @if let Some(share) = say::share(finding, lang) { (share) } @else { "–" } },
        state(finding, lang),
    ]
}

/// How far the people are with a finding.
pub(super) fn state(finding: &Finding, lang: Lang) -> Markup {
    let stage = finding.judged.as_ref().map_or(Stage::Open, |j| j.stage);
    let said = match finding.verdict.as_deref() {
        Some("accepted") => Some(text!("報告する", "report it")),
        Some("rejected") => Some(text!("報告しない", "do not report it")),
        Some(_) => Some(text!("不確実として報告する", "report it as uncertain")),
        None => None,
    };
    html! { (stage.text().get(lang)) @if let Some(said) = said { " " span class="tag" { (said.get(lang)) } } }
}

/// What waits for a curator, the oldest first.
pub(super) async fn curation(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let on = auth::Resource::new("curation", "all");
    caller.may(&platform, "curation.read", &on).await?;
    let title = text!("判定を待つ所見", "Findings waiting for a verdict");
    let mut parts = Vec::new();
    for (stage, id, heading, none) in kinds() {
        let mut all = facts::waiting(&platform, stage, SHOWN).await?;
        // what oneself read first is for somebody else
        all.retain(|w| stage != Stage::First || w.first.as_ref() != Some(&caller.account));
        let mut rows = Vec::new();
        for one in &all {
            rows.push(waits(&platform, one, lang).await?);
        }
        let head = [
            text!("待ち始め", "Waiting since"),
            text!("症例", "Case"),
            text!("所見", "Finding"),
            text!("一次判定", "First reader"),
        ];
        let body = page::table(lang, &heading, &head, &rows, &none);
        parts.push(page::section(lang, id, &heading, body));
    }
    let body = html! { h1 { (title.get(lang)) } @for part in &parts { (part) } };
    Ok(page::page(lang, &title, &caller, body))
}

fn kinds() -> [(Stage, &'static str, Text, Text); 3] {
    [
        (
            Stage::First,
            "second",
            text!("二次判定", "Second readings"),
            text!(
                "二次判定を待つ所見はありません。",
                "No second reading is waiting."
            ),
        ),
        (
            Stage::Discussion,
            "discussion",
            text!("協議中", "Under discussion"),
            text!("意見の分かれた所見はありません。", "No readings differ."),
        ),
        (
            Stage::Open,
            "first",
            text!("判定前の所見", "Not read yet"),
            text!("判定前の所見はありません。", "Every finding was read."),
        ),
    ]
}

async fn waits(platform: &Platform, one: &Waiting, lang: Lang) -> Result<Vec<Markup>, Problem> {
    let first = match &one.first {
        Some(account) => name(platform, account).await?,
        None => "–".to_owned(),
    };
    Ok(vec![
        html! { (one.since.day().show(lang)) },
        html! { (one.case) },
        html! { a class="button second" href={ "/findings/" (one.case) "/" (one.finding) } {
        (text!(("{}を判定する", one.finding), ("Judge {}", one.finding)).get(lang)) } },
        html! { (first) },
    ])
}
