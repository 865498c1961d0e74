//! Entering and approving sites.

use auth::Resource;
use axum::{Json, extract::State, http::StatusCode};
use ledger::Failed;
use web::{Caller, Platform, Problem};
use words::{Context, SiteId};

use super::wire::{ApprovalIn, SiteIn, SiteOut, SitesOut};
use crate::{
    decide::{Refusal, SiteAggregate, SiteCommand},
    facts,
    words::Approval,
};

/// Enters a site with its approvals by the expert committee; for a known site, adds the approvals.
#[utoipa::path(post, path = "/api/sites", request_body = SiteIn,
    responses((status = 201, body = SiteOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("site.approve"))))]
pub(super) async fn enter(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<SiteIn>,
) -> Result<(StatusCode, Json<SiteOut>), Problem> {
    let actor = caller
        .may(
            &platform,
            "site.approve",
            &Resource::new("site", input.id.as_str()),
        )
        .await?;
    let id = SiteId::parse(input.id).map_err(|_| super::bad_id())?;
    let context = Context::new(platform.now(), actor);
    let ledger = platform.ledger();
    let command = SiteCommand::Enter {
        kind: input.kind,
        code: input.code,
        name: input.name,
    };
    match ledger
        .execute::<SiteAggregate>(id.as_str(), command, &(), &context)
        .await
    {
        Ok(_) => {}
        Err(Failed::Refused(Refusal::AlreadyThere)) if !input.approvals.is_empty() => {}
        Err(Failed::Store(error)) if error.is_unique_violation() => {
            return Err(Problem::refused(&Refusal::FacilityNumber));
        }
        Err(failed) => return Err(failed.into()),
    }
    for approval in input.approvals {
        let command = SiteCommand::Approve(approval.into());
        ledger
            .execute::<SiteAggregate>(id.as_str(), command, &(), &context)
            .await?;
    }
    let view = facts::site(platform.db(), &id)
        .await?
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))?;
    Ok((StatusCode::CREATED, Json(SiteOut::of(view, platform.now()))))
}

/// Lists the sites.
#[utoipa::path(get, path = "/api/sites", responses((status = 200, body = SitesOut)),
    extensions(("x-action" = json!("site.read"))))]
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<SitesOut>, Problem> {
    caller
        .may(&platform, "site.read", &Resource::new("site", "all"))
        .await?;
    let sites = facts::sites(platform.db()).await?;
    let now = platform.now();
    Ok(Json(SitesOut {
        sites: sites.into_iter().map(|s| SiteOut::of(s, now)).collect(),
    }))
}

impl From<ApprovalIn> for Approval {
    fn from(input: ApprovalIn) -> Self {
        let ApprovalIn {
            kind,
            system,
            from,
            until,
            reference,
        } = input;
        Self {
            kind,
            system,
            from,
            until,
            reference,
        }
    }
}
