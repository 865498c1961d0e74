//! The doors of clinical information: the sheets of a case, section by section, and the records with gaps. The drawings of
//! a course and of a family are for whoever shows them.

mod gaps;
pub mod pedigree;
mod sheet;
mod sheets;
pub mod timeline;

use ::words::{CaseId, text};
use auth::{Holds, Resource};
use axum::{
    Router,
    routing::{get, post},
};
use registry::facts::CaseView;
use web::{Caller, Platform, Problem};

/// The pages.
pub(crate) fn router() -> Router<Platform> {
    Router::new()
        .route("/sheets", get(gaps::list))
        .route("/cases/{id}/sheets", get(sheets::list))
        .route(
            "/cases/{id}/sheets/{section}",
            get(sheet::show).post(sheet::save),
        )
        .route(
            "/cases/{id}/sheets/{section}/fragment",
            post(sheet::fragment),
        )
}

pub use sheet::draw_alone;

/// A case for somebody who may do this with its clinical data; what does not exist is denied like what may not be seen.
async fn case_for(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    action: &str,
) -> Result<(CaseView, ::words::Actor), Problem> {
    let found = match CaseId::parse(id) {
        Ok(id) => registry::facts::case(platform.db(), &id).await?,
        Err(_) => None,
    };
    let Some(case) = found else {
        let otherwise = Problem::not_found(text!(
            "この症例は登録されていません。",
            "There is no such case."
        ));
        let plain = CaseId::parse(id).map_or_else(|_| "?".to_owned(), |id| id.to_string());
        let nothing = Resource::new("sheet", plain).holding(Holds::Clinical);
        return Err(caller.missing(platform, action, nothing, otherwise).await);
    };
    let actor = caller
        .may(platform, action, &crate::api::resource(&case))
        .await?;
    Ok((case, actor))
}
