//! Findings over HTTP.

pub(crate) mod desk;
pub(crate) mod reads;
pub(crate) mod verdict;

use auth::{Holds, Resource};
use axum::{
    Json,
    extract::{Path, State},
};
use registry::facts::CaseView;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::{CaseId, Text, text};

use crate::decide::{Code, Command, Failure, Interpretation, Refusal, Status, id_of};
use crate::facts;
use crate::jobs::resting;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(read))
        .routes(routes!(retry))
        .merge(verdict::router())
        .merge(reads::router())
}

/// The findings of a case.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FindingsOut {
    /// In order of weight.
    #[schema(value_type = Vec<Object>)]
    findings: Vec<facts::Finding>,
    /// Releases of knowledge that were used.
    releases: Vec<String>,
    /// What was not assessed.
    limits: Vec<LimitOut>,
    /// Why there are none, if the annotation failed.
    failure: Option<FailureOut>,
}

/// Why the annotation failed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FailureOut {
    /// Stable code.
    #[schema(value_type = String)]
    code: Code,
    /// The file of the run, if one is at fault.
    file: Option<String>,
    /// Records of that file that were looked at.
    records: u64,
    /// Of these, wrong.
    wrong: u64,
    /// What happened.
    #[schema(value_type = Object)]
    text: Text,
    /// What to do next.
    #[schema(value_type = Object)]
    next: Text,
}

impl From<Failure> for FailureOut {
    fn from(failure: Failure) -> Self {
        Self {
            text: failure.text(),
            next: failure.next(),
            code: failure.code,
            file: failure.file,
            records: failure.records,
            wrong: failure.wrong,
        }
    }
}

/// Something that was not assessed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LimitOut {
    /// Stable code.
    code: &'static str,
    /// In words.
    #[schema(value_type = Object)]
    text: Text,
}

pub(crate) async fn found(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let missing = || Problem::not_found(text!("その症例はありません。", "There is no such case."));
    let id = CaseId::parse(id).map_err(|_| missing())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(missing)
}

pub(crate) fn resource(case: &CaseView) -> Resource {
    registry::facts::resource_of(case).holding(Holds::Genomic)
}

/// Lists the findings of a case.
#[utoipa::path(get, path = "/api/cases/{id}/findings", responses((status = 200, body = FindingsOut)),
    extensions(("x-action" = json!("finding.read"))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<FindingsOut>, Problem> {
    let case = found(&platform, &id).await?;
    caller
        .may(&platform, "finding.read", &resource(&case))
        .await?;
    let cancer = case.kind == registry::facts::CaseKind::Cancer;
    let standing = facts::standing(&platform, &case.id).await?;
    let failure = standing.as_ref().and_then(|s| s.failure.clone());
    let outcome = standing.filter(|s| s.status == Status::Ready);
    let outcome = outcome.and_then(|s| s.outcome);
    Ok(Json(FindingsOut {
        findings: facts::findings(&platform, &case.id).await?,
        releases: outcome.map(|o| o.releases).unwrap_or_default(),
        limits: facts::limits(cancer)
            .into_iter()
            .map(|(code, text)| LimitOut { code, text })
            .collect(),
        failure: failure.map(FailureOut::from),
    }))
}

/// Has a failed annotation tried again, after its cause was mended.
#[utoipa::path(post, path = "/api/cases/{id}/interpretation/retry",
    responses((status = 200, body = FindingsOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("interpretation.retry"))))]
async fn retry(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<FindingsOut>, Problem> {
    let case = found(&platform, &id).await?;
    let actor = caller
        .may(&platform, "interpretation.retry", &resource(&case))
        .await?;
    let standing = facts::standing(&platform, &case.id)
        .await?
        .ok_or_else(|| Problem::refused(&Refusal::NotFailed))?;
    let context = resting(&platform, &case.id, actor).await?;
    platform
        .ledger()
        .execute::<Interpretation>(&id_of(&standing.run), Command::Retry, &(), &context)
        .await?;
    read(State(platform), caller, Path(id)).await
}
