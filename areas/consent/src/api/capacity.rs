//! A change of the capacity to decide, as the physician judges it: whoever decides now is asked.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};

use crate::{jobs, words::Because};

/// What changed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CapacityIn {
    /// Whether the person can decide now.
    pub decides: bool,
}

/// What follows.
#[derive(Serialize, ToSchema)]
pub(crate) struct CapacityOut {
    /// Whether somebody is to be asked who was not to be asked before.
    pub asked: bool,
}

/// Records that the person of a consent can decide again, or cannot any more.
#[utoipa::path(post, path = "/api/consents/{id}/capacity", request_body = CapacityIn,
    responses((status = 200, body = CapacityOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.capacity"))))]
pub(super) async fn capacity(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<CapacityIn>,
) -> Result<Json<CapacityOut>, Problem> {
    let (asked, _) = record(&platform, &caller, &id, input.decides).await?;
    Ok(Json(CapacityOut { asked }))
}

/// Records it; answers with the case too.
pub(crate) async fn record(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    decides: bool,
) -> Result<(bool, words::CaseId), Problem> {
    let Ok((view, case)) = super::consent(platform, id).await else {
        let nothing = auth::Resource::new("consent", "?");
        return Err(caller
            .missing(platform, "consent.capacity", nothing, super::unknown())
            .await);
    };
    let on = super::resource(&case, &view.consent.record.person, id);
    let actor = caller.may(platform, "consent.capacity", &on).await?;
    let because = Because::Capacity { decides };
    let asked = jobs::ask_again(platform, &view, because, actor).await?;
    Ok((asked, case.id))
}
