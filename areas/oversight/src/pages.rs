//! The list of cases, the case page, the access review. Server-rendered; every part asks for itself whether its reader may see it.

mod access;
mod board;
mod case;
mod cases;
mod clinic;
mod cord;
mod documents;
mod family;
mod findings;
mod graph;
mod history;
mod inbox;
mod matrix;
mod messages;
mod my;
mod named;
mod panel;
mod patient;
mod people;
mod quality;
mod quarantine;
mod reads;
mod rooms;
mod search;
mod seen;
mod sentences;
mod tasks;
mod told;
mod tubes;
mod view;

use ::words::{Lang, Text, text};
use axum::{
    Router,
    extract::{Path, State},
    routing::{get, post},
};
use maud::Markup;
use web::{
    Caller, Platform,
    page::{self, Status},
};

use self::case::Tab;
use crate::words::Progress;

/// The pages.
pub fn router() -> Router<Platform> {
    let router = Router::new()
        .merge(my::router())
        .merge(messages::router())
        .route("/", get(inbox::inbox))
        .route("/cases", get(cases::cases))
        .route("/board", get(matrix::board))
        .route("/search", get(search::search))
        .route("/access", get(access::access))
        .route("/access/could", get(access::could))
        .route("/access/accounts", get(access::accounts))
        .route("/access/accounts/{id}", get(access::account))
        .route("/access/accounts/{id}/revoke", post(access::revoke))
        .route("/access/reviews", get(access::list).post(access::begin))
        .route("/access/reviews/{id}", get(access::review))
        .route("/access/reviews/{id}/mark", post(access::mark))
        .route("/access/reviews/{id}/sign", post(access::sign));
    Tab::ALL.into_iter().fold(router, |router, tab| {
        let path = match tab.slug() {
            "" => "/cases/{id}".to_owned(),
            slug => format!("/cases/{{id}}/{slug}"),
        };
        let show = move |platform: State<Platform>, caller: Caller, id: Path<String>| {
            case::show(platform, caller, id, tab)
        };
        router.route(&path, get(show))
    })
}

/// How many are late, as a shape and a word.
fn late(count: i64, lang: Lang) -> Markup {
    let said = text!(("{count}件"), ("{count}"));
    page::status(lang, Status::Problem, Some(&said))
}

/// Where a case stands, for staff: a shape and a word.
fn state(progress: &Progress, lang: Lang) -> Markup {
    let (shape, word) = match progress.state() {
        "withdrawn" => (Status::Stopped, text!("同意撤回", "Withdrawn")),
        "deceased" => (Status::Stopped, text!("ご逝去", "Deceased")),
        "on_hold" | "failed" => (Status::Problem, held(progress)),
        "explained_to_patient" | "follow_up" => (Status::Done, last(progress)),
        _ => (Status::Now, last(progress)),
    };
    page::status(lang, shape, Some(&word))
}

fn held(progress: &Progress) -> Text {
    let open = progress.troubles.iter().rfind(|t| !t.solved);
    open.map_or(text!("保留", "On hold"), |t| t.label.clone())
}

fn last(progress: &Progress) -> Text {
    let reached = progress.reached.last();
    reached.map_or(text!("登録前", "Not registered"), |r| {
        r.step.label.clone()
    })
}
