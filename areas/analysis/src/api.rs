//! Runs over HTTP.

use auth::{Holds, Resource};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use registry::facts::CaseView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::{CaseId, text};

use crate::{
    decide::{Command, Decision, Refusal, Run, State as RunState},
    facts::{self, RunView},
    jobs, rules,
    words::{GateResult, Output, Reason, Sample},
};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(start))
        .routes(routes!(read))
        .routes(routes!(decide))
        .routes(routes!(qc))
}

/// A run on the wire.
#[derive(Debug, Serialize, ToSchema)]
struct RunOut {
    id: String,
    #[schema(value_type = String)]
    case: CaseId,
    status: &'static str,
    mode: crate::words::Mode,
    profile: String,
    samples: Vec<Sample>,
    gates: Vec<GateResult>,
    outputs: Vec<Output>,
    pipeline_digest: Option<String>,
    reference: Option<String>,
    #[schema(value_type = Object)]
    tools: std::collections::BTreeMap<String, String>,
    accepted: Option<bool>,
    reason: Option<Reason>,
    failure: Option<String>,
    failed_step: Option<String>,
}

/// An analyst's decision.
#[derive(Debug, Deserialize, ToSchema)]
struct DecideIn {
    /// Whether the run counts.
    accept: bool,
    /// Why; needed where a gate did not pass, and for every rejection.
    reason: Option<Reason>,
}

/// The quality of a case: gates and figures of its latest run that has any.
#[derive(Debug, Serialize, ToSchema)]
struct QcOut {
    run: String,
    status: &'static str,
    gates: Vec<GateResult>,
    #[schema(value_type = Object)]
    qc: Option<serde_json::Value>,
}

/// Plans a run over the accepted reads of a case.
#[utoipa::path(post, path = "/api/cases/{id}/runs",
    responses((status = 201, body = RunOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("run.start"))))]
async fn start(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<RunOut>), Problem> {
    let case = case(&platform, &id).await?;
    let actor = caller
        .may(&platform, "run.start", &resource(&case, "run", id))
        .await?;
    let run = jobs::plan(&platform, &case.id, actor).await?;
    Ok((StatusCode::CREATED, Json(RunOut::of(run))))
}

/// Shows a run.
#[utoipa::path(get, path = "/api/runs/{id}", responses((status = 200, body = RunOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!(["run.read", "kinship.read"]))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<RunOut>, Problem> {
    let (run, case) = find(&platform, &id).await?;
    caller
        .may(
            &platform,
            "run.read",
            &resource(&case, "run", id).in_state(run.status.code()),
        )
        .await?;
    let mut out = RunOut::of(run);
    if !weighs(&platform, &caller, &case).await? {
        out.gates.retain(|gate| !rules::tells_kinship(gate));
    }
    Ok(Json(out))
}

/// Whether the caller weighs what contradicts a stated relationship.
async fn weighs(platform: &Platform, caller: &Caller, case: &CaseView) -> Result<bool, Problem> {
    let on = resource(case, "case", case.id.to_string()).holding(Holds::Genomic);
    Ok(caller.sees(platform, "kinship.read", &on).await?.is_some())
}

/// Accepts or rejects a run whose gates have answered.
#[utoipa::path(post, path = "/api/runs/{id}/decide", request_body = DecideIn,
    responses((status = 200, body = RunOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("run.decide"))))]
async fn decide(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<DecideIn>,
) -> Result<Json<RunOut>, Problem> {
    let (run, case) = find(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "run.decide",
            &resource(&case, "run", id).in_state(run.status.code()),
        )
        .await?;
    let facts = jobs::facts(&platform, &case.id, &run.samples).await?;
    let command = Command::Decide(Decision {
        accept: input.accept,
        reason: input.reason,
    });
    Ok(Json(RunOut::of(
        jobs::execute(&platform, &run.id, &case.id, command, &facts, actor).await?,
    )))
}

/// Shows the gates and figures of a case.
#[utoipa::path(get, path = "/api/cases/{id}/qc", responses((status = 200, body = QcOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!(["qc.read", "kinship.read"]))))]
async fn qc(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<QcOut>, Problem> {
    let case = case(&platform, &id).await?;
    caller
        .may(
            &platform,
            "qc.read",
            &resource(&case, "qc", id).holding(Holds::None),
        )
        .await?;
    let runs = facts::runs(platform.db(), &case.id).await?;
    let none = || {
        Problem::not_found(text!(
            "解析結果はまだありません。",
            "There are no results yet."
        ))
    };
    let run: RunView = runs
        .into_iter()
        .rfind(|r| !r.gates.is_empty())
        .ok_or_else(none)?;
    let withdrawn = run.status == crate::words::Status::Withdrawn;
    let qc = if withdrawn {
        None
    } else {
        facts::qc(&platform, &case.id, &run).await?
    };
    let (mut gates, mut qc) = (run.gates, qc);
    if !weighs(&platform, &caller, &case).await? {
        gates.retain(|gate| !rules::tells_kinship(gate));
        qc = qc.map(rules::without_kinship);
    }
    Ok(Json(QcOut {
        status: run.status.code(),
        run: run.id,
        gates,
        qc,
    }))
}

async fn case(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let unknown = || {
        Problem::not_found(text!(
            "この症例は登録されていません。",
            "There is no such case."
        ))
    };
    let id = CaseId::parse(id).map_err(|_| unknown())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(unknown)
}

async fn find(platform: &Platform, id: &str) -> Result<(RunState, CaseView), Problem> {
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    let run = platform
        .ledger()
        .load::<Run>(id)
        .await?
        .ok_or_else(unknown)?
        .state;
    let case = case(platform, run.case.as_str()).await?;
    Ok((run, case))
}

fn resource(case: &CaseView, kind: &'static str, id: String) -> Resource {
    Resource::new(kind, id)
        .of_case(&case.id)
        .at_site(&case.site)
}

impl RunOut {
    fn of(run: RunState) -> Self {
        let results = run.results;
        Self {
            id: run.id,
            case: run.case,
            status: run.status.code(),
            mode: run.mode,
            profile: run.profile,
            samples: run.samples,
            accepted: run.decision.map(|d| d.accept),
            reason: run.decision.and_then(|d| d.reason),
            failure: run.failure.as_ref().map(|f| f.0.clone()),
            failed_step: run.failure.map(|f| f.1).filter(|s| !s.is_empty()),
            pipeline_digest: results.as_ref().map(|r| r.pipeline_digest.clone()),
            reference: results.as_ref().map(|r| r.reference.clone()),
            tools: results
                .as_ref()
                .map(|r| r.tools.clone())
                .unwrap_or_default(),
            gates: results
                .as_ref()
                .map(|r| r.gates.clone())
                .unwrap_or_default(),
            outputs: results.map(|r| r.outputs).unwrap_or_default(),
        }
    }
}
