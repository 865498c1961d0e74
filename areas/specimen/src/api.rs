//! Tubes over HTTP.

mod fate;
mod hand;
mod plan;
mod steps;
mod wire;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::Platform;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(plan::plan, plan::of_case))
        .routes(routes!(plan::read))
        .routes(routes!(steps::collect))
        .routes(routes!(steps::label))
        .routes(routes!(steps::ship))
        .routes(routes!(steps::receive))
        .routes(routes!(fate::accept))
        .routes(routes!(fate::nonconforming))
        .routes(routes!(fate::destroy))
}
