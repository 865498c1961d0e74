//! Withdrawing, shortening the cooling-off period, taking back, and what was done about it.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use web::{Caller, Platform, Problem};
use words::Context;

use super::wire::{AgainIn, ConsentOut, WithdrawIn, WithdrawalOut};
use crate::{
    decide::{Command, ConsentAggregate, Withdrawal},
    facts::{self, ConsentView},
    jobs,
    words::{IdentityCheck, Proxy, Scope},
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
    let said = |p: &super::wire::ProxyIn| p.other.as_deref().is_some_and(|o| !o.trim().is_empty());
    let with = |identity_check| Command::Withdraw {
        by: input.by,
        proxy: input.proxy.map(|p| Proxy {
            other_given: said(&p),
            relation: p.relation,
            authority: p.authority,
        }),
        scopes: input.scopes.unwrap_or_else(|| BTreeSet::from([Scope::All])),
        cooling_off_days: input.cooling_off_days,
        identity_check,
    };
    let view = act(&platform, &caller, &id, input.identity_check, with).await?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Waives the rest of the cooling-off period: what is to be destroyed is destroyed now.
#[utoipa::path(post, path = "/api/consents/{id}/withdrawal/shorten", request_body = AgainIn,
    responses((status = 200, body = ConsentOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.withdraw"))))]
pub(super) async fn shorten(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<AgainIn>,
) -> Result<Json<ConsentOut>, Problem> {
    let with = |identity_check| Command::Shorten { identity_check };
    let view = act(&platform, &caller, &id, input.identity_check, with).await?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Takes a withdrawal back within its cooling-off period: the consent is in force again.
#[utoipa::path(post, path = "/api/consents/{id}/withdrawal/take-back", request_body = AgainIn,
    responses((status = 200, body = ConsentOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.withdraw"))))]
pub(super) async fn take_back(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<AgainIn>,
) -> Result<Json<ConsentOut>, Problem> {
    let with = |identity_check| Command::TakeBack { identity_check };
    let view = act(&platform, &caller, &id, input.identity_check, with).await?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Decides, records, and lets the record of the withdrawal follow. Staff say how they checked who it is; who is signed in
/// to the own account was checked by that.
pub(crate) async fn act(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    checked: Option<IdentityCheck>,
    with: impl FnOnce(Option<IdentityCheck>) -> Command,
) -> Result<ConsentView, Problem> {
    let (view, case) = super::consent(platform, id).await?;
    let person = view.consent.record.person.clone();
    let resource = super::resource(&case, &person, id);
    let actor = caller.may(platform, "consent.withdraw", &resource).await?;
    // signed in to the own account, or to the account of who acts for the person
    let own = caller.person() == Some(&person) || actor.role == "proxy";
    let checked = match checked {
        Some(IdentityCheck::Account) | None => own.then_some(IdentityCheck::Account),
        other => other,
    };
    let facts = super::gather(platform, &case, &person, &actor).await?;
    let context = Context::new(facts.now, actor)
        .on(&case.id)
        .resting_on(view.reference());
    let done = platform
        .ledger()
        .execute::<ConsentAggregate>(id, with(checked), &facts, &context)
        .await?;
    for event in &done.events {
        jobs::follow(platform, id, event, context.clone()).await?;
    }
    facts::consent(platform.db(), id)
        .await?
        .ok_or_else(super::unknown)
}

/// Shows a withdrawal: what was deleted, what was not, and why.
#[utoipa::path(get, path = "/api/consents/{id}/withdrawal", responses((status = 200, body = WithdrawalOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<WithdrawalOut>, Problem> {
    Ok(Json(WithdrawalOut::of(
        known(&platform, &caller, &id).await?,
    )))
}

/// Answers the certificate of a withdrawal as it stands now, as a PDF in both languages.
#[utoipa::path(get, path = "/api/consents/{id}/withdrawal/certificate", responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn certificate(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let withdrawal = known(&platform, &caller, &id).await?;
    let pdf = jobs::certificate(&platform, &withdrawal).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf))
}

pub(crate) async fn known(
    platform: &Platform,
    caller: &Caller,
    id: &str,
) -> Result<Withdrawal, Problem> {
    let (view, case) = super::consent(platform, id).await?;
    let resource = super::resource(&case, &view.consent.record.person, id);
    caller.may(platform, "consent.read", &resource).await?;
    let found = facts::withdrawal(platform.db(), id).await?;
    found.ok_or_else(super::unknown)
}
