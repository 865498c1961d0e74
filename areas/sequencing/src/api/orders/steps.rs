//! What happens to an order after it was sent: the vendor reports, the centre stops or closes.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, Context, PersonId};

use super::load;
use crate::{
    api::{
        case, owned,
        wire::{InstantIn, OrderOut},
    },
    decide::order::{Command, Facts, Order, Refusal, Stage, State as OrderState},
    words::BadManifest,
};

type Answer = Result<Json<OrderOut>, Problem>;

/// How far a specimen is.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct ProgressIn {
    specimen: String,
    /// `library_ok`, `sequencing` or `data_generated`.
    stage: Stage,
    /// With `data_generated`: when; now if absent.
    generated_at: Option<InstantIn>,
}

/// A specimen.
#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct SpecimenIn {
    specimen: String,
}

/// Reports how far a specimen is. With `data_generated` the two weeks begin.
#[utoipa::path(post, path = "/api/orders/{id}/progress", request_body = ProgressIn,
    responses((status = 200, body = OrderOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("order.report"))))]
pub(in crate::api) async fn progress(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ProgressIn>,
) -> Answer {
    let (order, actor) = may(&platform, &caller, "order.report", &id).await?;
    if !input.stage.is_reported() {
        return Err(Problem::refused(&Refusal::NotReported(input.stage)));
    }
    let generated_at = match (input.stage, input.generated_at) {
        (Stage::DataGenerated, None) => Some(platform.now()),
        (Stage::DataGenerated, Some(given)) => {
            let wrong = || Problem::bad_input(BadManifest::Time.text());
            Some(given.at().ok_or_else(wrong)?)
        }
        _ => None,
    };
    let command = Command::Progress {
        specimen: input.specimen.clone(),
        stage: input.stage,
        generated_at,
    };
    execute(
        &platform,
        (&id, &order),
        Some(&input.specimen),
        command,
        actor,
    )
    .await
}

/// Gives an order up because a specimen was rejected; the centre may then order anew.
#[utoipa::path(post, path = "/api/orders/{id}/stop", request_body = SpecimenIn,
    responses((status = 200, body = OrderOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("order.release"))))]
pub(in crate::api) async fn stop(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<SpecimenIn>,
) -> Answer {
    let (order, actor) = may(&platform, &caller, "order.release", &id).await?;
    let specimen = input.specimen.clone();
    let command = Command::Stop { specimen };
    execute(
        &platform,
        (&id, &order),
        Some(&input.specimen),
        command,
        actor,
    )
    .await
}

/// Puts away an order whose data is complete.
#[utoipa::path(post, path = "/api/orders/{id}/close",
    responses((status = 200, body = OrderOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("order.release"))))]
pub(in crate::api) async fn close(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer {
    let (order, actor) = may(&platform, &caller, "order.release", &id).await?;
    execute(&platform, (&id, &order), None, Command::Close, actor).await
}

async fn may(
    platform: &Platform,
    caller: &Caller,
    action: &'static str,
    id: &str,
) -> Result<(OrderState, Actor), Problem> {
    let order = load(platform, id).await?;
    let case = case(platform, order.case.as_str()).await?;
    let resource: Resource = owned("order", id, &case, &order.vendor, caller);
    let resource = resource.in_state(order.status.code());
    let actor = caller.may(platform, action, &resource).await?;
    Ok((order, actor))
}

/// Decides and writes, resting on the consent of the person whose specimen it is about, else of the first that has one.
async fn execute(
    platform: &Platform,
    (id, order): (&str, &OrderState),
    specimen: Option<&str>,
    command: Command,
    actor: Actor,
) -> Answer {
    let now = platform.now();
    let mut context = Context::new(now, actor).on(&order.case);
    let about = |item: &&crate::decide::order::Item| specimen.is_none_or(|s| item.specimen == s);
    if let Some(item) = order.items.iter().find(about) {
        context.consent = consent(platform, &item.person, &order.case).await?;
    }
    let done = platform
        .ledger()
        .execute::<Order>(id, command, &Facts::bare(now), &context)
        .await?;
    let state = done
        .state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))?;
    Ok(Json(OrderOut::of(id, &state, now)))
}

async fn consent(
    platform: &Platform,
    person: &PersonId,
    case: &CaseId,
) -> Result<Option<words::ConsentRef>, Problem> {
    let found = consent::facts::in_force_for(platform.db(), person, case).await?;
    Ok(found.map(|c| c.reference))
}
