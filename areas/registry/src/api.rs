//! Sites and cases over HTTP.

pub(crate) mod cases;
pub(crate) mod deaths;
pub(crate) mod openings;
mod sites;
pub(crate) mod wire;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::text;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(sites::enter, sites::list))
        .routes(routes!(cases::register, cases::list))
        .routes(routes!(cases::read))
        .routes(routes!(cases::exception))
        .routes(routes!(cases::identity))
        .routes(routes!(openings::ask, openings::list))
        .routes(routes!(openings::answer))
        .routes(routes!(openings::end))
        .routes(routes!(deaths::put))
        .routes(routes!(deaths::correct))
}

fn bad_id() -> Problem {
    Problem::bad_input(text!(
        "番号・符号は英数字と「-_.:@」で入力してください。",
        "Numbers and codes consist of letters, digits and \"-_.:@\"."
    ))
}
