//! Orders over HTTP.

pub(super) mod steps;

use std::collections::BTreeSet;

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use registry::facts::CaseView;
use specimen::{facts::TubeView, words::Status as TubeStatus};
use web::{Caller, Platform, Problem};
use words::{Actor, Context, PersonId, SiteId, text};

use super::{
    case, owned,
    wire::{OrderIn, OrderOut, OrdersOut},
};
use crate::{
    decide::order::{Command, Facts, Item, Order, Refusal, Stage, State as OrderState},
    rules, store,
};

/// Writes an order for the accepted specimens of a case, or for those that are named.
#[utoipa::path(post, path = "/api/cases/{id}/orders", request_body = OrderIn,
    responses((status = 201, body = OrderOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("order.release"))))]
pub(super) async fn draft(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<OrderIn>,
) -> Result<(StatusCode, Json<OrderOut>), Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("order", id)
        .of_case(&case.id)
        .at_site(&case.site);
    let actor = caller.may(&platform, "order.release", &resource).await?;
    let vendor = SiteId::parse(input.vendor.as_str()).map_err(|_| {
        Problem::bad_input(text!(
            "事業者の番号が正しくありません。",
            "This is not the id of a site."
        ))
    })?;
    let profile = input
        .profile
        .unwrap_or_else(|| platform.settings().profile.clone());
    let found = rules::profile(&profile, platform.now().day());
    let profile = found
        .ok_or_else(|| Problem::refused(&Refusal::UnknownProfile(profile)))?
        .reference();
    let tubes = specimen::facts::tubes(platform.db(), &case.id).await?;
    let items = items(&tubes, input.specimens)?;
    let order = platform.new_id("order");
    let command = Command::Draft {
        case: case.id.clone(),
        vendor: vendor.clone(),
        profile,
        items: items.clone(),
    };
    let facts = gather(&platform, &case, &vendor, &items, &tubes, None).await?;
    let state = execute(&platform, &case, &order, command, facts, actor).await?;
    Ok((
        StatusCode::CREATED,
        Json(OrderOut::of(&order, &state, platform.now())),
    ))
}

fn items(tubes: &[TubeView], named: Option<Vec<String>>) -> Result<Vec<Item>, Problem> {
    let item = |t: &TubeView| Item {
        specimen: t.id.clone(),
        person: t.person.clone(),
        role: t.role,
        delivery: None,
        stage: Stage::Draft,
        generated_at: None,
    };
    let Some(named) = named else {
        return Ok(tubes
            .iter()
            .filter(|t| stage(t) == Some(Stage::SampleOk))
            .map(item)
            .collect());
    };
    let find = |id: &String| {
        tubes
            .iter()
            .find(|t| t.id == *id)
            .map(item)
            .ok_or_else(|| Refusal::TubeNotUsable(id.clone()))
    };
    let found: Result<Vec<Item>, Refusal> = named.iter().map(find).collect();
    found.map_err(|refusal| Problem::refused(&refusal))
}

/// How far a tube is, if it can be sequenced at all.
fn stage(tube: &TubeView) -> Option<Stage> {
    match tube.status {
        _ if tube.locked => None,
        TubeStatus::Labelled => Some(Stage::Released),
        TubeStatus::InTransit => Some(Stage::SampleSent),
        TubeStatus::Received => Some(Stage::SampleReceived),
        TubeStatus::Accepted => Some(Stage::SampleOk),
        _ => None,
    }
}

/// Sends an order to its vendor.
#[utoipa::path(post, path = "/api/orders/{id}/release", responses((status = 200, body = OrderOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("order.release"))))]
pub(super) async fn release(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OrderOut>, Problem> {
    let order = load(&platform, &id).await?;
    let case = case(&platform, order.case.as_str()).await?;
    let resource = Resource::new("order", id.as_str())
        .of_case(&case.id)
        .at_site(&case.site)
        .in_state(order.status.code());
    let actor = caller.may(&platform, "order.release", &resource).await?;
    let tubes = specimen::facts::tubes(platform.db(), &case.id).await?;
    let facts = gather(
        &platform,
        &case,
        &order.vendor,
        &order.items,
        &tubes,
        Some(&id),
    )
    .await?;
    let state = execute(&platform, &case, &id, Command::Release, facts, actor).await?;
    Ok(Json(OrderOut::of(&id, &state, platform.now())))
}

/// Shows an order.
#[utoipa::path(get, path = "/api/orders/{id}", responses((status = 200, body = OrderOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("order.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OrderOut>, Problem> {
    let order = load(&platform, &id).await?;
    let case = case(&platform, order.case.as_str()).await?;
    let resource = owned("order", &id, &case, &order.vendor, &caller);
    caller.may(&platform, "order.read", &resource).await?;
    Ok(Json(OrderOut::of(&id, &order, platform.now())))
}

/// Lists the orders of a case.
#[utoipa::path(get, path = "/api/cases/{id}/orders", responses((status = 200, body = OrdersOut)),
    extensions(("x-action" = json!("order.read"))))]
pub(super) async fn of_case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OrdersOut>, Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("order", id)
        .of_case(&case.id)
        .at_site(&case.site);
    caller.may(&platform, "order.read", &resource).await?;
    let orders = store::orders(platform.db(), &case.id).await?;
    Ok(Json(OrdersOut {
        orders: orders
            .iter()
            .map(|(id, state)| OrderOut::of(id, state, platform.now()))
            .collect(),
    }))
}

pub(super) async fn load(platform: &Platform, id: &str) -> Result<OrderState, Problem> {
    let found = platform.ledger().load::<Order>(id).await?;
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    Ok(found.ok_or_else(unknown)?.state)
}

/// What the decision needs from upstream.
async fn gather(
    platform: &Platform,
    case: &CaseView,
    vendor: &SiteId,
    items: &[Item],
    tubes: &[TubeView],
    own: Option<&str>,
) -> Result<Facts, Problem> {
    let now = platform.now();
    let mut consents = Vec::new();
    for person in items
        .iter()
        .map(|i| &i.person)
        .collect::<BTreeSet<&PersonId>>()
    {
        let found = consent::facts::in_force_for(platform.db(), person, &case.id).await?;
        consents.extend(found.map(|c| (person.clone(), c.reference)));
    }
    let record = store::vendor(platform.db(), vendor).await?;
    let orders = store::orders(platform.db(), &case.id).await?;
    let open =
        |(id, state): &(String, OrderState)| Some(id.as_str()) != own && state.status.counts();
    Ok(Facts {
        now,
        consents,
        vendor_version: record.as_ref().map(|(version, _)| *version),
        vendor_lacks: record
            .map(|(_, record)| record.lacks(now.day()))
            .unwrap_or_default(),
        samples: tubes
            .iter()
            .filter_map(|t| Some((t.id.clone(), stage(t)?)))
            .collect(),
        open_order: orders.iter().any(open),
    })
}

/// Decides and writes. The event rests on the consent of the first member, and names the consents of all of them itself.
async fn execute(
    platform: &Platform,
    case: &CaseView,
    id: &str,
    command: Command,
    facts: Facts,
    actor: Actor,
) -> Result<OrderState, Problem> {
    let mut context = Context::new(facts.now, actor).on(&case.id);
    let of_member =
        |m: &registry::facts::Member| facts.consents.iter().find(|(p, _)| *p == m.person);
    if let Some((_, consent)) = case.members.iter().find_map(of_member) {
        context = context.resting_on(consent.clone());
    }
    let done = platform
        .ledger()
        .execute::<Order>(id, command, &facts, &context)
        .await?;
    done.state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))
}
