//! The own consent: every choice in words, where to change it, where to withdraw.

use ::words::{Lang, text};
use axum::extract::{Path, State};
use consent::{facts::ConsentView, words::form};
use maud::{Markup, html};
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

use super::{My, open};

/// `GET /my/{case}/choices`.
pub(in crate::pages) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    let title = text!("同意と選択", "Consent and choices");
    Ok(my.show(&title, body(&my).await?))
}

/// The consents of the person for this case, the one that counts first.
pub(super) async fn consents(my: &My<'_>) -> Result<Vec<ConsentView>, Problem> {
    let all = consent::facts::of_person(my.platform.db(), &my.person).await?;
    let here = all
        .into_iter()
        .filter(|c| c.consent.record.case == my.case.id);
    let mut here: Vec<_> = here.collect();
    here.sort_by_key(|c| std::cmp::Reverse((c.consent.status.in_force(), c.consent.submitted_at)));
    Ok(here)
}

async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let all = consents(my).await?;
    let Some(view) = all.first() else {
        let none = text!(
            "同意はまだありません。説明を受けてから、ゆっくりお決めください。",
            "There is no consent yet. Take your time to decide after it was explained."
        );
        return Ok(html! { p class="empty" { (none.get(lang)) } });
    };
    let consent = &view.consent;
    let shape = if consent.status.in_force() {
        Status::Done
    } else {
        Status::Stopped
    };
    Ok(html! {
        p { (page::status(lang, shape, Some(&consent.status.text()))) " " span class="small" { (consent.submitted_at.day().show(lang)) } }
        (answers(view, lang))
        @if consent.status.in_force() {
            p { a class="button" href={ "/consents/" (view.id) "/choices" } { (text!("選択を変更する", "Change a choice").get(lang)) } }
            p class="small" { (text!(
                "狭める変更はすぐに有効になります。変更しても、これからの診療に影響はありません。",
                "A narrower choice takes effect at once. Changing does not affect your care.").get(lang)) }
            p { a href=(my.at("/withdraw")) { (text!("同意を取りやめる", "Withdraw").get(lang)) } }
        } @else if consent.withdrawn_at.is_some() {
            p { a class="button" href={ "/consents/" (view.id) "/withdrawal" } { (text!("取りやめの状況を見る", "See what was done").get(lang)) } }
        }
    })
}

/// Every item of the form with the answer, in the order of the form.
fn answers(view: &ConsentView, lang: Lang) -> Markup {
    let record = &view.consent.record;
    let Some(form) = form::find(&record.form) else {
        return html! {};
    };
    let items = form.items.iter().filter_map(|item| {
        let answer = record.answers.get(&item.code)?;
        Some((item.text.clone(), item.words(answer)))
    });
    html! {
        dl class="choices" {
            @for (asked, answer) in items { div { dt { (asked.get(lang)) } dd { strong { (answer.get(lang)) } } } }
        }
    }
}
