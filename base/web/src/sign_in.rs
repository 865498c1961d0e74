//! The door: sign in, sign out, language.

use auth::Resource;
use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{Lang, Text, text};

use crate::{
    Platform, Problem, anyone,
    caller::{self, Caller},
    language,
    page::{self, Frame},
};

/// The pages of the door.
pub(crate) fn router() -> Router<Platform> {
    Router::new()
        .route("/sign-in", get(form).post(sign_in))
        .route("/sign-out", post(sign_out))
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
    Ok(door(
        &platform,
        language::of(&headers),
        &to,
        notice.as_ref(),
        false,
    ))
}

fn door(platform: &Platform, lang: Lang, to: &str, notice: Option<&Text>, wrong: bool) -> Markup {
    let to = language::safe_path(to);
    let title = text!("サインイン", "Sign in");
    let field = |name: &str, label: Text, kind: &str, auto: &str| {
        html! {
            label for=(name) { (label.get(lang)) }
            input id=(name) name=(name) type=(kind) autocomplete=(auto) required inputmode=[(name == "code").then_some("numeric")];
        }
    };
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            @if let Some(notice) = notice {
                p class={ "notice" @if wrong { " problem" } } role="status" { (notice.get(lang)) }
            }
            form method="post" action="/sign-in" {
                input type="hidden" name="to" value=(to);
                (field("login", text!("ログイン名", "Login name"), "text", "username"))
                (field("password", text!("パスワード", "Password"), "password", "current-password"))
                (field("code", text!("確認コード（6桁）", "Code (6 digits)"), "text", "one-time-code"))
                button type="submit" { (title.get(lang)) }
            }
            @if platform.settings().demo {
                p { a href="/demo" { (text!("デモ用アカウントで入る", "Enter with a demonstration account").get(lang)) } }
            }
        }
    };
    page::bare(lang, &title, &Frame::of(platform, "/sign-in"), body)
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
            let issued = platform.auth().open_session(&account, now).await?;
            let mut response = Redirect::to(language::safe_path(to)).into_response();
            set_cookie(
                &platform,
                &mut response,
                caller::COOKIE,
                &issued.secret,
                "HttpOnly",
            )?;
            let speaks_yet = caller::cookie(&headers, language::COOKIE).is_some();
            if let Some(profile) = platform
                .auth()
                .profile(&account)
                .await?
                .filter(|_| !speaks_yet)
            {
                set_cookie(
                    &platform,
                    &mut response,
                    language::COOKIE,
                    profile.lang.tag(),
                    "Max-Age=31536000",
                )?;
            }
            Ok(response)
        }
        Err(auth::SignInFailed::Refused(refusal)) => {
            let problem = Problem::from(refusal);
            let page = door(
                &platform,
                language::of(&headers),
                to,
                Some(&problem.detail),
                true,
            );
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
    set_cookie(
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
    set_cookie(
        &platform,
        &mut response,
        language::COOKIE,
        Lang::from_tag(&choice.lang).tag(),
        "Max-Age=31536000",
    )?;
    Ok(response)
}

pub(crate) fn set_cookie(
    platform: &Platform,
    response: &mut Response,
    name: &str,
    value: &str,
    more: &str,
) -> Result<(), Problem> {
    let secure = if platform.settings().base_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; SameSite=Lax; {more}{secure}");
    let value = HeaderValue::from_str(&text).map_err(|_| Problem::broken())?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}
