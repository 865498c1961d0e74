//! The language of a reader lives in a cookie, so that every fragment of a page speaks it.

use axum::http::HeaderMap;
use words::Lang;

use crate::caller::cookie;

/// The cookie of the language.
pub(crate) const COOKIE: &str = "kumi_lang";

/// The language of a request: the cookie, else Japanese.
pub(crate) fn of(headers: &HeaderMap) -> Lang {
    cookie(headers, COOKIE).map_or(Lang::Ja, |tag| Lang::from_tag(&tag))
}

/// A path on this origin to go back to; anything else becomes the start page.
pub(crate) fn safe_path(wanted: &str) -> &str {
    let own = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(['\\', '\r', '\n']);
    if own { wanted } else { "/" }
}
