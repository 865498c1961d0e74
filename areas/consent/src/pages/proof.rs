//! After a withdrawal: what was done, what could not be and why, the proof; taking it back, or not waiting.

use axum::{
    Form,
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{Lang, text};

use super::{Posted, talk};
use crate::{
    api,
    decide::{Command, Fate, Outcome, Withdrawal},
    words::IdentityCheck,
};

pub(super) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let Ok(withdrawal) = api::withdraw::known(&platform, &caller, &id).await else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(&platform, "consent.read", nothing, api::unknown())
            .await);
    };
    let title = text!("撤回の記録", "The withdrawal");
    let certificate = withdrawal.certificate();
    let body = html! {
        div class="consent" {
            h1 { (title.get(lang)) }
            (state(lang, &withdrawal))
            (list(lang, &text!("消したもの", "Deleted"), &certificate.deleted))
            (list(lang, &text!("残るもの", "Not deleted"), &certificate.not_deleted))
            p { a class="button" href={ "/api/consents/" (id) "/withdrawal/certificate" } { (text!("証明書（PDF）を開く", "Open the certificate (PDF)").get(lang)) } }
            @if withdrawal.taken_back_at.is_none() && withdrawal.destroy_from > platform.now() { (again(lang, &caller, &id, &withdrawal)) }
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn state(lang: Lang, w: &Withdrawal) -> Markup {
    let (at, until) = (w.t0.show(lang), w.destroy_from.show(lang));
    let said = match (w.taken_back_at, w.certified_at) {
        (Some(back), _) => {
            let back = back.show(lang);
            text!(
                ("{back}に取り消されました。何も消していません。"),
                ("It was taken back on {back}. Nothing was deleted.")
            )
        }
        (None, Some(done)) => {
            let done = done.show(lang);
            text!(
                ("{at}に取りやめ、{done}にデータを消しました。"),
                ("Withdrawn on {at}; the data was deleted on {done}.")
            )
        }
        (None, None) => text!(
            ("{at}に取りやめました。利用はすべて止まっています。{until}を過ぎるとデータを消します。"),
            ("Withdrawn on {at}. All use has stopped. The data is deleted after {until}.")
        ),
    };
    page::notice(lang, &said, false)
}

fn list(lang: Lang, heading: &words::Text, all: &[(String, Outcome)]) -> Markup {
    html! { @if !all.is_empty() {
        h2 { (heading.get(lang)) }
        ul { @for (_, outcome) in all {
            li { (outcome.text().get(lang)) "（" (outcome.count) "）"
                @if let Fate::Kept { reason } = &outcome.fate { "：" (reason.text().get(lang)) } }
        } }
    } }
}

/// Taking it back, or not waiting: staff say how they checked who asks.
fn again(lang: Lang, caller: &Caller, id: &str, w: &Withdrawal) -> Markup {
    let check = html! { @if caller.person().is_none() {
        (page::select(lang, "check", &text!("本人確認", "How was it checked who it is?"), &talk::checks(), "face_to_face"))
    } };
    let person = &w.person;
    let now = text!(
        ("待たずに消す（参加者{person}）"),
        ("Delete now ({person})")
    );
    html! {
        h2 { (text!("考え直したとき", "If you think differently now").get(lang)) }
        (page::form(lang, &format!("/consents/{id}/withdrawal/take-back"), &text!("取りやめを取り消す", "Take the withdrawal back"), check.clone()))
        details { summary { (text!("待たずにすぐ消す", "Delete without waiting").get(lang)) }
            p { (text!("すぐに消します。取り消せなくなります。", "Things are deleted at once. This cannot be taken back.").get(lang)) }
            (page::form(lang, &format!("/consents/{id}/withdrawal/shorten"), &now, distinct(check)))
        }
    }
}

/// The same field in a second form needs an id of its own.
fn distinct(markup: Markup) -> Markup {
    maud::PreEscaped(
        markup
            .into_string()
            .replace("id=\"check\"", "id=\"check-now\"")
            .replace("for=\"check\"", "for=\"check-now\""),
    )
}

pub(super) async fn shorten(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Redirect, Problem> {
    let with = |identity_check| Command::Shorten { identity_check };
    again_by(&platform, &caller, &id, &posted, with).await
}

pub(super) async fn take_back(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Redirect, Problem> {
    let with = |identity_check| Command::TakeBack { identity_check };
    again_by(&platform, &caller, &id, &posted, with).await
}

async fn again_by(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    posted: &Posted,
    with: impl FnOnce(Option<IdentityCheck>) -> Command,
) -> Result<Redirect, Problem> {
    let checked: Option<IdentityCheck> = super::word(super::one(posted, "check"));
    api::withdraw::act(platform, caller, id, checked, with).await?;
    Ok(Redirect::to(&format!("/consents/{id}/withdrawal")))
}
