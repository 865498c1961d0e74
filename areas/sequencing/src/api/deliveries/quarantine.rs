//! What is in quarantine: why, and how it goes on.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};

use super::{execute, gather, load};
use crate::{
    api::{
        case, owned,
        wire::{DeliveryOut, ReasonsOut},
    },
    decide::delivery::Command,
    words::Decision,
};

/// How it goes on with a delivery in quarantine.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct DecisionIn {
    decision: Decision,
}

/// Says why a delivery is in quarantine, and what to do.
#[utoipa::path(get, path = "/api/deliveries/{id}/quarantine", responses((status = 200, body = ReasonsOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("quarantine.read"))))]
pub(in crate::api) async fn reasons(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ReasonsOut>, Problem> {
    let delivery = load(&platform, &id).await?;
    let case = case(&platform, delivery.case.as_str()).await?;
    let resource = owned("delivery", &id, &case, &delivery.vendor, &caller);
    caller.may(&platform, "quarantine.read", &resource).await?;
    Ok(Json(ReasonsOut::of(&delivery)))
}

/// Decides how it goes on: top-up, repeat or stop. The vendor reads it with the reasons.
#[utoipa::path(post, path = "/api/deliveries/{id}/decide", request_body = DecisionIn,
    responses((status = 200, body = DeliveryOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("quarantine.decide"))))]
pub(in crate::api) async fn decide(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<DecisionIn>,
) -> Result<Json<DeliveryOut>, Problem> {
    let delivery = load(&platform, &id).await?;
    let case = case(&platform, delivery.case.as_str()).await?;
    let resource = owned("delivery", &id, &case, &delivery.vendor, &caller);
    let actor = caller
        .may(&platform, "quarantine.decide", &resource)
        .await?;
    let facts = gather(&platform, &delivery.manifest.specimen, &actor).await?;
    let command = Command::Decide(input.decision);
    let state = execute(&platform, &id, command, facts, actor).await?;
    Ok(Json(DeliveryOut::of(&state, platform.now())))
}
