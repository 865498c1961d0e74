//! Fails closed: an answer that no decision stands behind never leaves.

use std::cell::Cell;

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::Problem;

tokio::task_local! {
    static DECIDED: Cell<bool>;
}

/// Remembers that a decision was taken for this request.
pub(crate) fn decided() {
    // Outside a request (a job that calls a handler's inner function) there is nothing to guard.
    let _ = DECIDED.try_with(|d| d.set(true));
}

/// Answers 500 instead of anything below 400 that a handler returned without a decision.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    DECIDED
        .scope(Cell::new(false), async move {
            let response = next.run(request).await;
            if response.status().as_u16() < 400 && !DECIDED.with(Cell::get) {
                tracing::error!(path, "a handler answered without a decision");
                return Problem::broken().into_response();
            }
            response
        })
        .await
}
