//! The door of an identity provider: there and back again, and out of its session. Its routes exist only where the operator
//! named a provider. Nobody gets an account or a role here; an administrator links who exists.

use auth::{Answered, Resource};
use axum::{
    Router,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{Lang, text};

use super::{cookies, links, sign_in};
use crate::{Platform, Problem, anyone, caller, language, page};

/// What the browser keeps while it is at the provider.
const BETWEEN: &str = "kumi_between";
/// Somebody came in here through the provider, whose own session may still be open.
const CAME: &str = "kumi_outside";
/// Forgets a cookie.
const OVER: &str = "HttpOnly; Max-Age=0";

pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/outside/enter", get(enter))
        .route("/outside/back", get(back))
        .route("/outside/leave", get(leave))
        .merge(links::router())
}

/// The provider's button, and the way out of its session for who came in through it.
pub(super) fn button(platform: &Platform, headers: &HeaderMap, lang: Lang, to: &str) -> Markup {
    let provider = platform.settings().provider.as_ref();
    let came = caller::cookie(headers, CAME).is_some_and(|v| !v.is_empty());
    html! {
        @if let Some(name) = provider.map(|p| p.name().get(lang)) {
            p class="outside" {
                a class="button" href={ "/outside/enter?to=" (page::encode(to)) } {
                    (text!(("{name}で入る"), ("Sign in with {name}")).get(lang))
                }
            }
            @if came {
                p { a class="quiet-link" href="/outside/leave" {
                    (text!(("{name}からもサインアウトする"), ("Sign out of {name} too")).get(lang))
                } }
            }
        }
    }
}

/// Where the provider sends people back to.
fn way_back(platform: &Platform) -> String {
    format!("{}/outside/back", platform.settings().base_url)
}

async fn asked(platform: &Platform) -> Result<&auth::Provider, Problem> {
    let on = Resource::new("session", "outside");
    anyone(platform, "session.open", &on).await?;
    platform.provider()
}

#[derive(Deserialize)]
struct Wanted {
    to: Option<String>,
}

async fn enter(
    State(platform): State<Platform>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = asked(&platform).await?;
    let to = language::safe_path(wanted.to.as_deref().unwrap_or("/"));
    let (lang, now) = (language::of(&headers), platform.now());
    let back = way_back(&platform);
    let auth = platform.auth();
    let started = auth.start_outside(provider, &back, (to, lang), now).await;
    let started = match started {
        Ok(started) => started,
        Err(failed) => return Ok(sign_in::refused(&platform, &headers, to, failed.into())),
    };
    let mut response = Redirect::to(&started.to).into_response();
    let life = format!("HttpOnly; Max-Age={}", started.seconds);
    cookies::set(&platform, &mut response, BETWEEN, &started.secret, &life)?;
    Ok(response)
}

async fn back(
    State(platform): State<Platform>,
    Query(answered): Query<Answered>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = asked(&platform).await?;
    let (back, now) = (way_back(&platform), platform.now());
    let secret = caller::cookie(&headers, BETWEEN).unwrap_or_default();
    let said = (answered, secret.as_str());
    let auth = platform.auth();
    let came = auth.come_from_outside(provider, &back, said, now).await;
    let mut response = match came {
        Ok(came) => {
            let to = language::safe_path(&came.to);
            let mut response = Redirect::to(to).into_response();
            cookies::let_in(&platform, &headers, &came.account, &mut response).await?;
            if came.can_sign_out {
                cookies::set(&platform, &mut response, CAME, "1", "HttpOnly")?;
            }
            response
        }
        Err(failed) => sign_in::refused(&platform, &headers, "/", failed.into()),
    };
    cookies::set(&platform, &mut response, BETWEEN, "", OVER)?;
    Ok(response)
}

/// Ends the provider's own session, where it can be ended.
async fn leave(State(platform): State<Platform>, headers: HeaderMap) -> Result<Response, Problem> {
    let provider = asked(&platform).await?;
    let door = format!("{}/sign-in", platform.settings().base_url);
    let mut response = match provider.sign_out(&door).await {
        Ok(there) => Redirect::to(there.as_deref().unwrap_or("/sign-in")).into_response(),
        Err(refusal) => {
            let problem = auth::Outside::from(refusal).into();
            return Ok(sign_in::refused(&platform, &headers, "/", problem));
        }
    };
    cookies::set(&platform, &mut response, CAME, "", OVER)?;
    Ok(response)
}
