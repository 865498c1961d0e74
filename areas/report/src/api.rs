//! Reports and panels over HTTP.

pub(crate) mod desk;
pub(crate) mod mending;
mod panels;
pub(crate) mod reports;
pub(crate) mod seat;
pub(crate) mod wire;

use auth::{Holds, Resource};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::{CaseId, text};

use crate::Around;
use crate::jobs::gather::CaseFacts;

pub use desk::Desk;
pub(crate) use wire::stage;
pub use wire::{PanelOut, ReportOut};

/// The routes.
#[must_use]
pub fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(reports::draft))
        .routes(routes!(reports::read))
        .routes(routes!(reports::content))
        .routes(routes!(reports::pdf))
        .routes(routes!(reports::fhir))
        .routes(routes!(reports::sign))
        .routes(routes!(mending::mend))
        .routes(routes!(mending::share))
        .routes(routes!(panels::plan, panels::read))
        .routes(routes!(panels::declare))
        .routes(routes!(panels::live))
        .routes(routes!(panels::open))
        .routes(routes!(panels::vote))
        .routes(routes!(panels::decide))
        .routes(routes!(panels::close))
}

/// The case of an address, or the answer that there is none.
async fn case(platform: &Platform, around: &Around, id: &str) -> Result<CaseFacts, Problem> {
    let parsed = CaseId::parse(id).map_err(|_| no_case())?;
    around.case(platform, &parsed).await?.ok_or_else(no_case)
}

fn no_case() -> Problem {
    Problem::not_found(text!(
        "その症例は見つかりません。",
        "There is no such case."
    ))
}

/// What a decision about this case's reports is about.
pub(crate) fn resource(kind: &'static str, id: &str, case: &CaseFacts, state: &str) -> Resource {
    let mut resource = Resource::new(kind, id)
        .of_case(&case.id)
        .of_person(&case.proband)
        .at_site(&case.site);
    state.clone_into(&mut resource.state);
    resource.holds = Holds::Genomic;
    resource
}
