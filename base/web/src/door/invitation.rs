//! Getting in with a code on paper: for the first time, again after losing a device, or once without any.

use auth::{Invitation, Resource};
use axum::{
    Form, Router,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{Lang, text};

use super::cookies;
use crate::{
    Platform, Problem, anyone, language,
    page::{self, Field, Frame},
};

pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/invitations", post(typed))
        .route("/invitations/{code}", get(show))
        .route("/invitations/{code}/password", post(password))
        .route("/invitations/{code}/letter", post(letter))
}

/// The field for a code, as it stands on the letter.
pub(super) fn code_form(lang: Lang) -> Markup {
    let field = Field::new(
        "code",
        text!("手紙のコード（16文字）", "Code of the letter (16 letters)"),
    )
    .required(true);
    page::form(
        lang,
        "/invitations",
        &text!("すすむ", "Go on"),
        page::field(lang, &field),
    )
}

#[derive(Deserialize)]
struct Typed {
    code: String,
}

async fn typed(
    State(platform): State<Platform>,
    Form(typed): Form<Typed>,
) -> Result<Redirect, Problem> {
    asked(&platform).await?;
    let code: String = typed.code.chars().filter(|c| !c.is_whitespace()).collect();
    Ok(Redirect::to(&format!(
        "/invitations/{}",
        page::encode(&code)
    )))
}

async fn asked(platform: &Platform) -> Result<(), Problem> {
    let on = Resource::new("session", "invited");
    anyone(platform, "session.open", &on).await.map(drop)
}

async fn found(platform: &Platform, code: &str) -> Result<Invitation, Problem> {
    asked(platform).await?;
    let found = platform.auth().invitation(code, platform.now()).await?;
    found.ok_or_else(|| {
        Problem::not_found(text!(
            "このコードは使えません。期限切れか、使用済みか、写し間違いです。手紙を確かめるか、発行元に新しい手紙を依頼してください。",
            "This code cannot be used: it is over, was used, or was miscopied. Look at the letter again, or ask who sent it for a new one."
        ))
    })
}

async fn show(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Markup, Problem> {
    let invited = found(&platform, &code).await?;
    let lang = language::of(&headers);
    let who = platform
        .auth()
        .who(&invited.account, platform.now())
        .await?;
    let patient = who.is_some_and(|w| w.person.is_some());
    let profile = platform.auth().profile(&invited.account).await?;
    let login = profile.map(|p| p.login).unwrap_or_default();
    let title = text!("ようこそ", "Welcome");
    let until = invited.expires.show(lang);
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            p { (text!(("あなたのログイン名は「{login}」です。この招待は {until} まで、1回だけ使えます。"), ("Your login name is \"{login}\". This invitation can be used once, until {until}.")).get(lang)) }
            @if invited.letter {
                (page::form(lang, &format!("/invitations/{code}/letter"), &text!("今回だけ入る", "Enter this once"), html! {
                    p { (text!("次に入るときは、病院の窓口で新しい手紙を受け取ってください。", "To enter again, ask the hospital's desk for another letter.").get(lang)) }
                }))
            } @else {
                (with_key(lang, &code))
                @if patient { (with_password(lang, &code)) }
            }
        }
    };
    let mut frame = Frame::of(&platform, "/sign-in");
    frame.path = format!("/invitations/{code}");
    Ok(page::bare(lang, &title, &frame, body))
}

fn with_key(lang: Lang, code: &str) -> Markup {
    let cannot = text!(
        "パスキーを作れませんでした。機器の画面の案内に従い、もう一度お試しください。",
        "The passkey could not be made. Follow what the device says and try again."
    );
    let label = Field::new(
        "label",
        text!("この機器の呼び名", "Your word for this device"),
    );
    html! {
        form class="sheet" data-passkey="make" data-begin="/api/passkeys/invited" data-finish="/api/passkeys/accepted" method="post" action="/sign-in" {
            p { (text!("パスキーは、指紋・顔・暗証番号やUSBキーで入るしくみです。パスワードを覚える必要はありません。", "A passkey lets you in with finger, face, PIN or a USB key. There is no password to remember.").get(lang)) }
            input type="hidden" name="code" value=(code);
            (page::field(lang, &label))
            p class="notice problem" role="alert" hidden data-said=(cannot.get(lang)) {}
            button type="submit" { (text!("パスキーを作って入る", "Make a passkey and enter").get(lang)) }
        }
    }
}

fn with_password(lang: Lang, code: &str) -> Markup {
    let field = Field::new(
        "password",
        text!(
            "パスワード（12文字以上）",
            "Password (12 characters or more)"
        ),
    )
    .kind("password")
    .required(true)
    .autocomplete("new-password");
    html! {
        details {
            summary { (text!("パスワードと確認アプリを使う", "Use a password and an authenticator app").get(lang)) }
            (page::form(lang, &format!("/invitations/{code}/password"), &text!("パスワードを決める", "Set the password"), page::field(lang, &field)))
        }
    }
}

#[derive(Deserialize)]
struct Password {
    password: String,
}

async fn password(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(typed): Form<Password>,
) -> Result<Markup, Problem> {
    let invited = found(&platform, &code).await?;
    let lang = language::of(&headers);
    if typed.password.chars().count() < 12 {
        return Err(crate::account_api::short_password());
    }
    let accepted = platform
        .auth()
        .accept_with_password(&code, &typed.password, platform.now());
    let secret = accepted.await?;
    let profile = platform.auth().profile(&invited.account).await?;
    let login = profile.map(|p| p.login).unwrap_or_default();
    let title = text!("確認アプリに登録する", "Add it to your authenticator");
    let uri = format!(
        "otpauth://totp/Kumihimo:{}?secret={secret}&issuer=Kumihimo",
        page::encode(&login)
    );
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            p { (text!("スマートフォンの確認アプリに、下の文字を登録してください。この画面は二度と表示されません。", "Enter these letters into the authenticator app on your phone. They are not shown again.").get(lang)) }
            p { code { (secret) } }
            p { a href=(uri) { (text!("この機器の確認アプリで開く", "Open in the authenticator on this device").get(lang)) } }
            p { a class="button" href="/sign-in" { (text!("サインインへ", "To sign in").get(lang)) } }
        }
    };
    Ok(page::bare(
        lang,
        &title,
        &Frame::of(&platform, "/sign-in"),
        body,
    ))
}

async fn letter(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    found(&platform, &code).await?;
    let account = platform.auth().accept_letter(&code, platform.now()).await?;
    let mut response = Redirect::to("/").into_response();
    cookies::let_in(&platform, &headers, &account, &mut response).await?;
    Ok(response)
}
