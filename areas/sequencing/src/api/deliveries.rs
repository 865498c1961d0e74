//! Deliveries over HTTP.

mod announce;
pub(super) mod quarantine;
mod upload;

use auth::Resource;
use axum::{
    Json,
    body::Body,
    extract::{Path, State},
};
use ledger::Along;
use specimen::words::Status as TubeStatus;
use web::{Caller, Platform, Problem};
use words::{Actor, Context};

use super::{case, owned, wire::DeliveryOut};
use crate::{
    decide::delivery::{Command, Delivery, Facts, Refusal, Source, State as DeliveryState, Status},
    jobs,
};
pub(super) use announce::*;

/// Shows a delivery.
#[utoipa::path(get, path = "/api/deliveries/{id}", responses((status = 200, body = DeliveryOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("delivery.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DeliveryOut>, Problem> {
    let delivery = load(&platform, &id).await?;
    let case = case(&platform, delivery.case.as_str()).await?;
    let resource = owned("delivery", &id, &case, &delivery.vendor, &caller);
    caller.may(&platform, "delivery.read", &resource).await?;
    Ok(Json(DeliveryOut::of(&delivery, platform.now())))
}

/// Takes one file of a delivery, streaming. The last one starts the intake.
#[utoipa::path(put, path = "/api/deliveries/{id}/files/{name}", request_body(content = Vec<u8>, content_type = "application/gzip"),
    responses((status = 200, body = DeliveryOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("delivery.submit"))))]
pub(super) async fn upload(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    body: Body,
) -> Result<Json<DeliveryOut>, Problem> {
    let delivery = load(&platform, &id).await?;
    let resource = Resource::new("delivery", id.as_str())
        .of_case(&delivery.case)
        .at_site(&delivery.vendor);
    let actor = caller.may(&platform, "delivery.submit", &resource).await?;
    let listed = delivery.manifest.files.iter().find(|f| f.name == name);
    let Some(listed) = listed.filter(|_| delivery.source == Source::Upload) else {
        return Err(Problem::refused(&Refusal::NotListed(name)));
    };
    if delivery.status != Status::Announced {
        return Err(Problem::refused(&Refusal::Status(delivery.status)));
    }
    let before = gather(&platform, &delivery.manifest.specimen, &actor).await?;
    if before.consent.is_none() {
        return Err(Problem::refused(&Refusal::NoConsent));
    }
    let part = upload::receive(&platform, &id, listed, body).await?;
    // Streaming takes its time: only a delivery that still waits for files gets this one.
    let now = load(&platform, &id).await?;
    if now.status != Status::Announced {
        part.discard().await;
        return Err(Problem::refused(&Refusal::Status(now.status)));
    }
    let bytes = part.keep().await?;
    let facts = gather(&platform, &delivery.manifest.specimen, &actor).await?;
    let arrived = Command::Arrive { file: name, bytes };
    let state = match execute(&platform, &id, arrived, facts, actor).await {
        Ok(state) => state,
        Err(problem) => {
            // Consent may have ended in between, and the wiping may have gone by already.
            let now = load(&platform, &id).await?;
            if now.status == Status::Refused {
                jobs::wipe_files(&platform, &now).await?;
            }
            return Err(problem);
        }
    };
    Ok(Json(DeliveryOut::of(&state, platform.now())))
}

pub(super) async fn load(platform: &Platform, id: &str) -> Result<DeliveryState, Problem> {
    let found = platform.ledger().load::<Delivery>(id).await?;
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    Ok(found.ok_or_else(unknown)?.state)
}

/// What the decision needs from upstream; the consent is that of the person whose tube it is.
async fn gather(platform: &Platform, specimen: &str, actor: &Actor) -> Result<Facts, Problem> {
    let tube = platform
        .ledger()
        .load::<specimen::decide::Tube>(specimen)
        .await?;
    let sample_ok = tube
        .as_ref()
        .is_some_and(|t| t.state.status == TubeStatus::Accepted);
    let consent = match tube {
        Some(tube) if tube.state.locked.is_none() => {
            consent::facts::in_force_for(platform.db(), &tube.state.person, &tube.state.case)
                .await?
        }
        _ => None,
    };
    Ok(Facts {
        sample_ok,
        vendor: actor.site.clone(),
        consent: consent.map(|c| c.reference),
        ..Facts::bare(platform.now())
    })
}

async fn execute(
    platform: &Platform,
    id: &str,
    command: Command,
    facts: Facts,
    actor: Actor,
) -> Result<DeliveryState, Problem> {
    execute_along(platform, id, command, facts, actor, Along::default()).await
}

async fn execute_along(
    platform: &Platform,
    id: &str,
    command: Command,
    facts: Facts,
    actor: Actor,
    along: Along,
) -> Result<DeliveryState, Problem> {
    let mut context = Context::new(facts.now, actor);
    context.case = match &facts.order {
        Some(order) => Some(order.case.clone()),
        None => platform
            .ledger()
            .load::<Delivery>(id)
            .await?
            .map(|d| d.state.case),
    };
    context.consent = facts.consent.clone();
    let done = platform
        .ledger()
        .execute_along::<Delivery>(id, command, &facts, &context, along)
        .await?;
    done.state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))
}
