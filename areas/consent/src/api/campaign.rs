//! Asking everybody concerned again, when a version says something else in substance.

use auth::Resource;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};

use crate::{decide::Refusal, facts, jobs, words::Because, words::form};

/// Which version to ask for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CampaignIn {
    /// `id@version`: says something else in substance and has begun.
    pub form: String,
}

/// How many were concerned.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignOut {
    /// Consents that are to be asked for again now.
    pub asked: usize,
}

/// Raises that everybody with a consent on the version before is to be asked again. Doing it twice changes nothing.
#[utoipa::path(post, path = "/api/consents/campaigns", request_body = CampaignIn,
    responses((status = 200, body = CampaignOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.campaign"))))]
pub(super) async fn campaign(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<CampaignIn>,
) -> Result<Json<CampaignOut>, Problem> {
    let asked = ask(&platform, &caller, &input.form).await?;
    Ok(Json(CampaignOut { asked }))
}

/// Asks them.
pub(crate) async fn ask(platform: &Platform, caller: &Caller, new: &str) -> Result<usize, Problem> {
    let actor = caller
        .may(platform, "consent.campaign", &Resource::new("form", "all"))
        .await?;
    let today = platform.now().day();
    let form = form::find(new).filter(|f| f.substantive && f.in_force_on(today));
    let before = form.and_then(|f| f.supersedes.as_deref());
    let before = before.ok_or_else(|| Problem::refused(&Refusal::NoReason))?;
    let mut asked = 0;
    for view in facts::in_force_on(platform.db(), before).await? {
        let because = Because::NewVersion {
            form: new.to_owned(),
        };
        let raised = jobs::ask_again(platform, &view, because, actor.clone()).await;
        asked += usize::from(raised?);
    }
    Ok(asked)
}
