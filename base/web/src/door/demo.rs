//! The door of a demonstration: every account of it, each with one button. Its routes exist only where the operator set `demo`.

use auth::Resource;
use axum::{
    Form, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{AccountId, Lang, Text, text};

use super::cookies;
use crate::{
    Platform, Problem, anyone, language,
    page::{self, Frame},
};

/// One step of the guided path: what to look at, as whom, where.
#[derive(Debug, Clone)]
pub struct TourStep {
    /// What there is to see and do.
    pub said: Text,
    /// As whom.
    pub account: String,
    /// Where, a path on this origin.
    pub to: String,
}

pub(super) fn router() -> Router<Platform> {
    Router::new().route("/demo", get(list).post(enter))
}

async fn list(State(platform): State<Platform>, headers: HeaderMap) -> Result<Markup, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "demo")).await?;
    let lang = language::of(&headers);
    let title = text!("デモ用アカウント", "Demonstration accounts");
    let mut rows = Vec::new();
    for (account, state) in platform.auth().accounts().await? {
        let grants = state.in_force(platform.now());
        let Some(profile) = platform
            .auth()
            .profile(&account)
            .await?
            .filter(|_| !grants.is_empty())
        else {
            continue;
        };
        let label = |role: &str| auth::role(role).map(|r| r.label.get(lang).to_owned());
        let roles: Vec<String> = grants.iter().filter_map(|g| label(&g.role)).collect();
        let site = grants.iter().find_map(|g| g.site.as_ref());
        rows.push(vec![
            html! { (profile.name) },
            html! { (roles.join("・")) },
            html! { (site.map(ToString::to_string).unwrap_or_default()) },
            page::act(
                lang,
                "/demo",
                &text!("入る", "Enter"),
                &[("account", account.as_str())],
            ),
        ]);
    }
    let head = [
        text!("名前", "Name"),
        text!("役割", "Role"),
        text!("施設", "Site"),
        text!("", ""),
    ];
    let empty = text!("まだアカウントがありません。", "There are no accounts yet.");
    let body = html! {
        h1 { (title.get(lang)) }
        (tour(&platform, lang))
        p { (text!("実演のための画面です。実運用では表示されません。", "This page exists only in a demonstration.").get(lang)) }
        (page::table(lang, &title, &head, &rows, &empty))
    };
    Ok(page::bare(
        lang,
        &title,
        &Frame::of(&platform, "/demo"),
        body,
    ))
}

/// The guided path: each step enters as the one who does it.
fn tour(platform: &Platform, lang: Lang) -> Markup {
    let steps = platform.tour();
    let go = text!("見る", "Look");
    html! {
        @if !steps.is_empty() {
            h2 { (text!("10分の道すじ", "Ten minutes, step by step").get(lang)) }
            ol class="tour" {
                @for step in steps {
                    li {
                        span { (step.said.get(lang)) }
                        (page::act(lang, "/demo", &go, &[("account", &step.account), ("to", &step.to)]))
                    }
                }
            }
            h2 { (text!("すべての役割", "All roles").get(lang)) }
        }
    }
}

#[derive(Deserialize)]
struct Chosen {
    account: String,
    to: Option<String>,
}

async fn enter(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "demo")).await?;
    let unknown = || {
        Problem::not_found(text!(
            "そのアカウントはありません。",
            "There is no such account."
        ))
    };
    let to = language::safe_path(chosen.to.as_deref().unwrap_or("/")).to_owned();
    let account = AccountId::parse(chosen.account).map_err(|_| unknown())?;
    let now = platform.now();
    platform
        .auth()
        .who(&account, now)
        .await?
        .ok_or_else(unknown)?;
    let mut response = Redirect::to(&to).into_response();
    cookies::let_in(&platform, &headers, &account, &mut response).await?;
    Ok(response)
}
