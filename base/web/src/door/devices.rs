//! One's own ways in: passkeys, open sessions, and ending all of them at once.

use auth::Resource;
use axum::{
    Form, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{Actor, Lang, text};

use super::cookies;
use crate::{
    Caller, Platform, Problem, caller,
    page::{self, Field},
};

pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/devices", get(show))
        .route("/devices/revoke", post(revoke))
        .route("/sign-out-everywhere", post(everywhere))
}

async fn asked(platform: &Platform, caller: &Caller) -> Result<Actor, Problem> {
    let own = Resource::new("account", caller.account.as_str());
    caller.may(platform, "passkey.manage", &own).await
}

async fn show(
    State(platform): State<Platform>,
    headers: HeaderMap,
    caller: Caller,
) -> Result<Markup, Problem> {
    asked(&platform, &caller).await?;
    let (lang, auth) = (caller.lang(), platform.auth());
    let keys = auth.keys(&caller.account).await?;
    let secret = caller::secret(&headers).map(|(_, secret)| secret);
    let sessions = auth.sessions(&caller.account, secret.as_deref(), platform.now());
    let sessions = sessions.await?;
    let title = text!("サインインの機器", "Devices");
    let body = html! {
        h1 { (title.get(lang)) }
        (passkeys(lang, &keys))
        (adding(lang))
        h2 { (text!("開いている画面", "Open sessions").get(lang)) }
        (open(lang, &sessions))
        p { (page::link(lang, "/messages", &text!("お知らせをメールで受け取る", "Messages by e-mail"))) }
        (page::act(lang, "/sign-out-everywhere", &text!("すべての機器でサインアウトする", "Sign out everywhere"), &[]))
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn passkeys(lang: Lang, keys: &[auth::Key]) -> Markup {
    let rows: Vec<Vec<Markup>> = keys
        .iter()
        .map(|key| {
            let revoke = text!("取り消す", "Revoke");
            vec![
                html! { @if key.label.is_empty() { "–" } @else { (key.label) } },
                html! { (key.added.show(lang)) },
                html! { (key.used.show(lang)) },
                page::act(lang, "/devices/revoke", &revoke, &[("id", &key.id)]),
            ]
        })
        .collect();
    let head = [
        text!("機器", "Device"),
        text!("追加した日時", "Added"),
        text!("最後に使った日時", "Last used"),
        text!("", ""),
    ];
    let caption = text!("パスキー", "Passkeys");
    let empty = text!(
        "パスキーはまだありません。追加すると、パスワードなしで入れて、署名もできます。",
        "There is no passkey yet. With one you sign in without a password, and can sign documents."
    );
    html! {
        h2 { (caption.get(lang)) }
        (page::table(lang, &caption, &head, &rows, &empty))
    }
}

fn adding(lang: Lang) -> Markup {
    let cannot = text!(
        "追加できませんでした。機器の画面の案内に従い、もう一度お試しください。",
        "It could not be added. Follow what the device says and try again."
    );
    let label = Field::new(
        "label",
        text!("この機器の呼び名", "Your word for this device"),
    )
    .hint(text!(
        "例：診察室のUSBキー、自分のスマートフォン",
        "For example: USB key of the ward, my phone"
    ));
    html! {
        form class="sheet" data-passkey="make" data-begin="/api/passkeys" data-finish="/api/passkeys/added" data-to="/devices" method="post" action="/devices" {
            (page::field(lang, &label))
            p class="notice problem" role="alert" hidden data-said=(cannot.get(lang)) {}
            button type="submit" { (text!("パスキーを追加する", "Add a passkey").get(lang)) }
        }
    }
}

fn open(lang: Lang, sessions: &[auth::Open]) -> Markup {
    let rows: Vec<Vec<Markup>> = sessions
        .iter()
        .map(|s| {
            let here = text!("この画面", "this one");
            vec![
                html! { (s.created.show(lang)) @if s.here { " " span class="tag" { (here.get(lang)) } } },
                html! { (s.seen.show(lang)) },
            ]
        })
        .collect();
    let head = [
        text!("開いた日時", "Opened"),
        text!("最後の操作", "Last used"),
    ];
    let none = text!("開いている画面はありません。", "No session is open.");
    let caption = text!("開いている画面", "Open sessions");
    page::table(lang, &caption, &head, &rows, &none)
}

#[derive(Deserialize)]
struct Which {
    id: String,
}

async fn revoke(
    State(platform): State<Platform>,
    caller: Caller,
    Form(which): Form<Which>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller).await?;
    let revoked = platform
        .auth()
        .revoke_key(&caller.account, &which.id, &actor, platform.now());
    revoked.await?;
    Ok(Redirect::to("/devices"))
}

async fn everywhere(State(platform): State<Platform>, caller: Caller) -> Result<Response, Problem> {
    asked(&platform, &caller).await?;
    platform.auth().revoke_all(&caller.account).await?;
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
