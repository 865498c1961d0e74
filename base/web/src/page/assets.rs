//! Style sheet, mark and scripts, from our own origin. A script is a file of `assets/` and one line here.

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Name, kind, content.
const FILES: &[(&str, &str, &[u8])] = &[
    (
        "kumihimo.css",
        CSS,
        include_bytes!("../../assets/kumihimo.css"),
    ),
    (
        "mark.svg",
        "image/svg+xml",
        include_bytes!("../../assets/mark.svg"),
    ),
    ("htmx.js", JS, include_bytes!("../../assets/htmx.js")),
    ("consent.js", JS, include_bytes!("../../assets/consent.js")),
    ("finding.js", JS, include_bytes!("../../assets/finding.js")),
    ("igv.min.js", JS, include_bytes!("../../assets/igv.min.js")),
    (
        "kumihimo.js",
        JS,
        include_bytes!("../../assets/kumihimo.js"),
    ),
];

/// The files.
pub fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut router = Router::new();
    for (name, kind, content) in FILES {
        let answer = move || async move { file(kind, content) };
        router = router.route(&format!("/assets/{name}"), get(answer));
    }
    router
}

fn file(kind: &'static str, content: &'static [u8]) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], content).into_response()
}
