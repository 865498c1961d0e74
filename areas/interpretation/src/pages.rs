//! Pages: a finding, the findings of a case, a trio, what waits for a curator.

mod evidence;
mod finding;
mod form;
mod history;
mod list;
mod pile;
mod reads;
mod say;
mod trio;
mod verdict;

use axum::{
    Router,
    routing::{get, post},
};
use web::Platform;

/// The pages.
pub(crate) fn router() -> Router<Platform> {
    Router::new()
        .route("/findings/{case}", get(list::of_case))
        .route("/findings/{case}/{finding}", get(finding::show))
        .route("/findings/{case}/{finding}/verdict", post(finding::read))
        .route("/findings/{case}/{finding}/agree", post(finding::agree))
        .route("/findings/{case}/{finding}/remark", post(finding::remark))
        .route("/findings/{case}/{finding}/reopen", post(finding::reopen))
        .route("/trio/{case}", get(trio::show))
        .route("/curation", get(list::curation))
}
