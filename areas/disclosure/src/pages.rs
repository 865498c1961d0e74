//! Confirm, counsel, explain; notes and questions; papers. Every form posts to the same decisions as the API.

mod accounts;
mod acts;
mod before;
mod papers;
mod talks;
mod told;
mod typed;
mod view;

use axum::{
    Router,
    routing::{get, post},
};
use web::Platform;

pub use talks::{question_form, words};

/// The pages.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/return/{case}", get(view::open))
        .route("/return/{case}/order", post(acts::order))
        .route("/return/{case}/result", post(acts::result))
        .route("/return/{case}/counselling", post(acts::ask))
        .route("/return/{case}/slot", post(acts::slot))
        .route("/return/{case}/held", post(acts::held))
        .route("/return/{case}/summary", post(acts::summary))
        .route("/return/{case}/to-sign", post(acts::to_sign))
        .route("/return/{case}/explained", post(acts::explained))
        .route("/return/{case}/letters", post(acts::letter))
        .route("/return/{case}/letters/{n}", get(papers::family))
        .route("/return/{case}/ready", get(papers::ready))
        .route("/return/{case}/appointment", get(papers::appointment))
        .route("/threads/{case}", get(talks::open))
        .route("/threads/{case}/notes", post(talks::note))
        .route("/threads/{case}/questions", post(talks::ask))
        .route("/threads/{case}/questions/{n}", post(talks::answer))
        .route("/receipts/{id}", get(papers::receipt))
        .route("/cases/{id}/accounts", get(accounts::page))
        .route("/cases/{id}/accounts/{person}", post(accounts::member))
        .route("/cases/{id}/accounts/{person}/proxy", post(accounts::proxy))
        .route(
            "/cases/{id}/accounts/{person}/recall",
            post(accounts::recall),
        )
}
