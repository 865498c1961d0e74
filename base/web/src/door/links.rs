//! Which identities of the provider lead to an account: seen by administrators, linked and ended by them.

use axum::{
    Form, Router,
    extract::{Path, State},
    response::Redirect,
    routing::post,
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{AccountId, Lang, Text, text};

use super::accounts::{asked, parsed};
use crate::{
    Caller, Platform, Problem,
    page::{self, Field},
};

pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/accounts/{id}/link", post(link))
        .route("/accounts/{id}/unlink", post(unlink))
}

/// The links of an account, with a form where the reader may change them; nothing where no provider is configured.
pub(super) async fn section(
    platform: &Platform,
    lang: Lang,
    account: &AccountId,
    changes: bool,
) -> Result<Markup, Problem> {
    let Some(provider) = &platform.settings().provider else {
        return Ok(html! {});
    };
    let links = platform.auth().links(account).await?;
    let name = provider.name().get(lang);
    let title = text!(("{name}での入り方"), ("Getting in through {name}"));
    let rows: Vec<Vec<Markup>> = links
        .iter()
        .map(|l| {
            let hidden = [("identity", l.identity.as_str())];
            let action = format!("/accounts/{account}/unlink");
            let end = text!("解く", "End the link");
            vec![
                html! { code { (l.subject) } },
                html! { (l.added.show(lang)) },
                html! { @if changes { (page::act(lang, &action, &end, &hidden)) } },
            ]
        })
        .collect();
    let head = [
        text!("番号（subject）", "Subject"),
        text!("結び付けた日時", "Linked"),
        text!("", ""),
    ];
    let none = text!("結び付けはありません。", "Nothing is linked.");
    Ok(html! {
        h2 { (title.get(lang)) }
        (page::table(lang, &title, &head, &rows, &none))
        @if changes { (form(lang, account)) }
    })
}

fn form(lang: Lang, account: &AccountId) -> Markup {
    let subject = Field::new("subject", text!("番号（subject）", "Subject"))
        .required(true)
        .hint(text!(
            "本人が一度サインインを試すと、画面に番号が出ます。本人から直接受け取り、本人を確かめてから入力してください。",
            "When the person tries to sign in once, the page shows it. Take it from the person, and see that it is that person."
        ));
    let verb: Text = text!("結び付ける", "Link");
    let action = format!("/accounts/{account}/link");
    page::form(lang, &action, &verb, page::field(lang, &subject))
}

#[derive(Deserialize)]
struct Typed {
    subject: String,
}

async fn link(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "account.link", &id).await?;
    let (account, issuer) = (parsed(id)?, platform.provider()?.issuer());
    let who = (issuer, typed.subject.as_str());
    let done = platform.auth().link(&account, who, &actor, platform.now());
    done.await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}

#[derive(Deserialize)]
struct Which {
    identity: String,
}

async fn unlink(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(which): Form<Which>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "account.link", &id).await?;
    let account = parsed(id)?;
    let done = platform
        .auth()
        .unlink(&account, &which.identity, &actor, platform.now());
    done.await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}
