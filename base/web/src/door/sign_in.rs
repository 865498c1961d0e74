//! Sign in, sign out, change of user on a shared terminal, language.

use auth::Resource;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{Lang, Text, text};

use super::{cookies, invitation, outside};
use crate::{
    Platform, Problem, anyone,
    caller::{self, Caller},
    language,
    page::{self, Field, Frame},
};

/// The pages of the door.
pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/sign-in", get(form).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/switch", post(sign_out))
        .route("/language", post(choose))
}

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
    because: Option<String>,
}

async fn form(
    State(platform): State<Platform>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Markup, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let expired = wanted.because.as_deref() == Some("E-AUTH-EXPIRED");
    let notice = expired.then(|| words::Refusal::text(&auth::NotSignedIn::Expired));
    let to = wanted.to.unwrap_or_else(|| "/".to_owned());
    Ok(door(&platform, &headers, &to, notice.as_ref(), false))
}

/// Passkey first; password and letter, which only participants have, are folded.
fn door(
    platform: &Platform,
    headers: &HeaderMap,
    to: &str,
    notice: Option<&Text>,
    wrong: bool,
) -> Markup {
    let (to, lang) = (language::safe_path(to), language::of(headers));
    let recent = &cookies::recent(headers);
    let title = text!("サインイン", "Sign in");
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            @if let Some(notice) = notice {
                p class={ "notice" @if wrong { " problem" } } role="status" { (notice.get(lang)) }
            }
            @for name in recent { (next(lang, to, name)) }
            (with_key(lang, to, ""))
            (outside::button(platform, headers, lang, to))
            details open[wrong] {
                summary { (text!("患者さん：パスワードで入る", "Patients: with a password").get(lang)) }
                (with_password(lang, to))
            }
            details {
                summary { (text!("紙の手紙のコードで入る・はじめて使う", "With the code of a letter, or for the first time").get(lang)) }
                (invitation::code_form(lang))
            }
            @if platform.settings().demo {
                p { a class="button second" href="/demo" { (text!("デモ用アカウントで入る", "Enter with a demonstration account").get(lang)) } }
            }
        }
    };
    let here = format!("/sign-in?to={}", page::encode(to));
    page::bare(lang, &title, &Frame::of(platform, &here), body)
}

/// The door again, with why somebody did not get in.
pub(super) fn refused(
    platform: &Platform,
    headers: &HeaderMap,
    to: &str,
    problem: Problem,
) -> Response {
    let lang = language::of(headers);
    let to = language::safe_path(to);
    let title = text!("サインイン", "Sign in");
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            p class="notice problem" role="alert" { (problem.detail.get(lang)) }
            p class="small" { (text!("記号", "Code").get(lang)) " " code { (problem.code) } }
            (outside::button(platform, headers, lang, to))
            p { a href={ "/sign-in?to=" (page::encode(to)) } { (text!("ほかの入り方", "Other ways in").get(lang)) } }
        }
    };
    let page = page::bare(lang, &title, &Frame::of(platform, "/sign-in"), body);
    let mut response = (problem.status(), page).into_response();
    problem.say_again(&mut response);
    response
}

/// Somebody who used this terminal lately: one press, and the key answers.
fn next(lang: Lang, to: &str, name: &str) -> Markup {
    let cannot = text!(
        "パスキーで確認できませんでした。",
        "The passkey could not be confirmed."
    );
    html! {
        form class="next" data-passkey="use" data-begin="/api/passkeys/enter" data-finish="/api/passkeys/entered" method="post" action="/sign-in" {
            input type="hidden" name="login" value=(name);
            input type="hidden" name="to" value=(to);
            p class="notice problem" role="alert" hidden data-said=(cannot.get(lang)) {}
            button type="submit" class="second" { (name) }
        }
    }
}

/// The form of a passkey: login name, then the key answers.
pub(super) fn with_key(lang: Lang, to: &str, login: &str) -> Markup {
    let cannot = text!(
        "パスキーで確認できませんでした。登録した機器か確かめて、もう一度お試しください。機器をなくしたときは、管理者（患者さんは病院の窓口）が招待し直せます。",
        "The passkey could not be confirmed. See that it is a device you added, and try again. If you lost it, an administrator (for patients, the hospital's desk) can invite you again."
    );
    let name = Field::new("login", text!("ログイン名", "Login name"))
        .value(login)
        .required(true)
        .autocomplete("username webauthn");
    html! {
        form data-passkey="use" data-begin="/api/passkeys/enter" data-finish="/api/passkeys/entered" method="post" action="/sign-in" {
            (page::field(lang, &name))
            input type="hidden" name="to" value=(to);
            p class="notice problem" role="alert" hidden data-said=(cannot.get(lang)) {}
            noscript { p class="notice" { (text!("パスキーにはJavaScriptが必要です。", "Passkeys need JavaScript.").get(lang)) } }
            button type="submit" { (text!("パスキーで入る", "Sign in with a passkey").get(lang)) }
        }
    }
}

fn with_password(lang: Lang, to: &str) -> Markup {
    let field = |name: &str, label: Text, kind: &str, auto: &str| {
        html! {
            label for={ "p-" (name) } { (label.get(lang)) }
            input id={ "p-" (name) } name=(name) type=(kind) autocomplete=(auto) required inputmode=[(name == "code").then_some("numeric")];
        }
    };
    html! {
        form method="post" action="/sign-in" {
            input type="hidden" name="to" value=(to);
            (field("login", text!("ログイン名", "Login name"), "text", "username"))
            (field("password", text!("パスワード", "Password"), "password", "current-password"))
            (field("code", text!("確認コード（6桁）", "Code (6 digits)"), "text", "one-time-code"))
            button type="submit" class="second" { (text!("パスワードで入る", "Sign in with a password").get(lang)) }
        }
    }
}

#[derive(Deserialize)]
struct SignIn {
    login: String,
    password: String,
    code: String,
    to: Option<String>,
}

async fn sign_in(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Form(typed): Form<SignIn>,
) -> Result<Response, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let to = typed.to.as_deref().unwrap_or("/");
    let now = platform.now();
    match platform
        .auth()
        .sign_in(&typed.login, &typed.password, &typed.code, now)
        .await
    {
        Ok(account) => {
            let mut response = Redirect::to(language::safe_path(to)).into_response();
            cookies::let_in(&platform, &headers, &account, &mut response).await?;
            Ok(response)
        }
        Err(auth::SignInFailed::Refused(refusal)) => {
            let problem = Problem::from(refusal);
            let page = door(&platform, &headers, to, Some(&problem.detail), true);
            Ok((problem.status(), page).into_response())
        }
        Err(failed) => Err(failed.into()),
    }
}

async fn sign_out(
    State(platform): State<Platform>,
    headers: HeaderMap,
    caller: Caller,
) -> Result<Response, Problem> {
    caller
        .may(
            &platform,
            "session.close",
            &Resource::new("session", caller.account.as_str()),
        )
        .await?;
    if let Some((kind, secret)) = caller::secret(&headers) {
        platform.auth().revoke(kind, &secret).await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    cookies::set(
        &platform,
        &mut response,
        caller::COOKIE,
        "",
        "HttpOnly; Max-Age=0",
    )?;
    Ok(response)
}

#[derive(Deserialize)]
struct Choice {
    lang: String,
    to: String,
}

async fn choose(
    State(platform): State<Platform>,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    anyone(
        &platform,
        "language.choose",
        &Resource::new("language", "cookie"),
    )
    .await?;
    let mut response = Redirect::to(language::safe_path(&choice.to)).into_response();
    let lang = Lang::from_tag(&choice.lang).tag();
    cookies::set(
        &platform,
        &mut response,
        language::COOKIE,
        lang,
        cookies::YEAR,
    )?;
    Ok(response)
}
