//! Vendors, orders and deliveries over HTTP.

mod clock;
mod deliveries;
mod drs;
mod orders;
mod vendors;
mod wire;

use auth::Resource;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::{CaseId, text};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(vendors::file))
        .routes(routes!(orders::draft, orders::of_case))
        .routes(routes!(orders::read))
        .routes(routes!(orders::release))
        .routes(routes!(orders::steps::progress))
        .routes(routes!(orders::steps::stop))
        .routes(routes!(orders::steps::close))
        .routes(routes!(clock::list))
        .routes(routes!(deliveries::announce))
        .routes(routes!(deliveries::read))
        .routes(routes!(deliveries::upload))
        .routes(routes!(deliveries::quarantine::reasons))
        .routes(routes!(deliveries::quarantine::decide))
        .routes(routes!(drs::object))
        .routes(routes!(drs::access))
}

async fn case(platform: &Platform, id: &str) -> Result<registry::facts::CaseView, Problem> {
    let unknown = || {
        Problem::not_found(text!(
            "この症例は登録されていません。",
            "There is no such case."
        ))
    };
    let id = CaseId::parse(id).map_err(|_| unknown())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(unknown)
}

/// A vendor is asked about as owner of its orders, everybody else as the hospital of the case.
fn owned(
    kind: &'static str,
    id: &str,
    case: &registry::facts::CaseView,
    vendor: &words::SiteId,
    caller: &web::Caller,
) -> Resource {
    let site = if caller.holds("vendor") {
        vendor
    } else {
        &case.site
    };
    Resource::new(kind, id).of_case(&case.id).at_site(site)
}
