//! Withdrawing, and what was done about it.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, State},
};
use web::{Caller, Platform, Problem};
use words::Context;

use super::wire::{ConsentOut, WithdrawIn, WithdrawalOut};
use crate::{
    decide::{Command, ConsentAggregate},
    facts, jobs,
    words::{Proxy, Scope},
};

/// Withdraws a consent, wholly or for some uses. Effective at once; nobody can block it.
#[utoipa::path(post, path = "/api/consents/{id}/withdraw", request_body = WithdrawIn,
    responses((status = 200, body = ConsentOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.withdraw"))))]
pub(super) async fn withdraw(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<WithdrawIn>,
) -> Result<Json<ConsentOut>, Problem> {
    let (view, case) = super::consent(&platform, &id).await?;
    let person = view.consent.record.person.clone();
    let actor = caller
        .may(
            &platform,
            "consent.withdraw",
            &super::resource(&case, &person, &id),
        )
        .await?;
    let facts = super::gather(&platform, &case, &person, &actor).await?;
    let command = Command::Withdraw {
        by: input.by,
        proxy: input.proxy.map(|p| Proxy {
            relation: p.relation,
            other_given: p.other.is_some(),
        }),
        scopes: input.scopes.unwrap_or_else(|| BTreeSet::from([Scope::All])),
        cooling_off_days: input.cooling_off_days,
    };
    let context = Context::new(facts.now, actor)
        .on(&case.id)
        .resting_on(view.reference());
    let done = platform
        .ledger()
        .execute::<ConsentAggregate>(&id, command, &facts, &context)
        .await?;
    for event in &done.events {
        jobs::open(&platform, &id, event, context.clone()).await?;
    }
    let view = facts::consent(platform.db(), &id)
        .await?
        .ok_or_else(super::unknown)?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Shows a withdrawal: what was deleted, what was not, and why.
#[utoipa::path(get, path = "/api/consents/{id}/withdrawal", responses((status = 200, body = WithdrawalOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WithdrawalOut>, Problem> {
    let (view, case) = super::consent(&platform, &id).await?;
    caller
        .may(
            &platform,
            "consent.read",
            &super::resource(&case, &view.consent.record.person, &id),
        )
        .await?;
    let withdrawal = facts::withdrawal(platform.db(), &id)
        .await?
        .ok_or_else(super::unknown)?;
    Ok(Json(WithdrawalOut::of(withdrawal)))
}
