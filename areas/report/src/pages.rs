//! The panel and the reports at the desk: sessions, one session, one report. Every page asks first and acts through
//! the same functions as the API.

mod document;
mod session;
mod sessions;
mod typed;

use axum::{Router, routing::get};
use web::Platform;

/// The pages.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/panels", get(sessions::list))
        .merge(session::router())
        .merge(document::router())
}
