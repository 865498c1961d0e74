//! The sections of a case: how much is filled, what is missing, who saved last.

use ::words::text;
use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

use super::{case_for, sheet::past};
use crate::{
    facts,
    rules::form::{Filled, form},
    store,
    words::catalogue,
};

/// The sections.
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let (case, _) = case_for(&platform, &caller, &id, "clinical.read").await?;
    let lang = caller.lang();
    let sections =
        catalogue::all().map_err(|e| anyhow::anyhow!("failed to read the catalogue: {e}"))?;
    let saved = store::sheets(&platform, &case.id).await?;
    let saves = past::saves(&platform, &case.id).await?;
    let (mut rows, mut gaps, mut whole) = (Vec::new(), Vec::new(), Filled::default());
    for section in sections.iter().filter(|s| s.domain == case.kind.code()) {
        let known = facts::known(&platform, &case, &section.section).await?;
        let answers = saved.iter().find(|(s, _)| s.section == section.section);
        let answers = answers.map_or(&serde_json::Value::Null, |(_, a)| a);
        let drawn = form(section, answers, &known);
        let filled = drawn.filled();
        whole.items += filled.items;
        whole.filled += filled.filled;
        let to = format!("/cases/{}/sheets/{}", case.id, section.section);
        for (path, item) in drawn.gaps() {
            gaps.push((format!("{to}#i-{path}"), item.label.clone()));
        }
        let last = saves.iter().rev().find(|s| s.section == section.section);
        rows.push(vec![
            html! { a href=(to) { (section.title.get(lang)) } },
            page::number(format!("{} / {}", filled.filled, filled.items), ""),
            stands(lang, filled, last.is_some()),
            html! { @if let Some(last) = last { (last.who) " " span class="small" { (last.at.show(lang)) } } @else { "–" } },
        ]);
    }
    let title = text!(
        ("症例 {} の臨床情報", case.id),
        ("Clinical data of case {}", case.id)
    );
    let head = [
        text!("区分", "Section"),
        text!("入力済み", "Filled"),
        text!("状態", "State"),
        text!("最後の保存", "Last saved"),
    ];
    let none = text!("入力区分がありません。", "There are no sections.");
    let missing = text!("未入力の必須項目", "Required answers missing");
    let body = html! {
        p { a href={ "/cases/" (case.id) } { (text!("症例へ戻る", "Back to the case").get(lang)) } }
        h1 { (title.get(lang)) }
        p { (text!("入力済み", "Filled").get(lang)) " " (page::number(format!("{} / {}", whole.filled, whole.items), "")) }
        (page::table(lang, &title, &head, &rows, &none))
        @if !gaps.is_empty() {
            h2 { (missing.get(lang)) " " (page::number(gaps.len(), "")) }
            ul { @for (to, label) in &gaps { li { a href=(to) { (label.get(lang)) } } } }
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn stands(lang: ::words::Lang, filled: Filled, begun: bool) -> Markup {
    let gaps = filled.gaps;
    let (shape, word) = match (begun, gaps) {
        (false, _) => (Status::Waiting, text!("未着手", "not begun")),
        (true, 0) => (
            Status::Done,
            text!("必須項目は入力済み", "nothing required is missing"),
        ),
        (true, _) => (
            Status::Warn,
            text!(("必須 {gaps} 項目が未入力"), ("{gaps} required missing")),
        ),
    };
    page::status(lang, shape, Some(&word))
}
