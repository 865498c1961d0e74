//! Disclosure over HTTP.

mod talk;
mod wire;

use auth::{Holds, Resource};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use report::Desk;
use report::jobs::gather::CaseFacts;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::{Actor, CaseId, Lang, text};

use crate::decide::{Command, Told};
use crate::jobs;

pub use talk::{AskIn, LineOut, SlotIn, WordsIn};
pub use wire::{
    CareIn, CounsellingIn, DisclosureOut, ExplanationIn, FollowUpIn, LayIn, OrderIn, ResultIn,
};

/// The routes.
#[must_use]
pub fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(read))
        .routes(routes!(order))
        .routes(routes!(answer))
        .routes(routes!(counsel))
        .routes(routes!(explain))
        .routes(routes!(lay))
        .routes(routes!(follow_up))
        .routes(routes!(care))
        .merge(talk::router())
}

type Answer = Result<Json<DisclosureOut>, Problem>;

fn no_case() -> Problem {
    Problem::not_found(text!(
        "その症例は見つかりません。",
        "There is no such case."
    ))
}

/// The case and the actor, after the question whether the caller may; what does not exist is asked about too.
pub(crate) async fn allowed(
    desk: &Desk,
    action: &'static str,
    id: &str,
) -> Result<(CaseFacts, Actor), Problem> {
    let (platform, caller) = (&desk.platform, &desk.caller);
    let parsed = CaseId::parse(id).ok();
    let known = match &parsed {
        Some(case) => desk.around.case(platform, case).await?,
        None => None,
    };
    let Some(case) = known else {
        let nothing = Resource::new("disclosure", id);
        return Err(caller.missing(platform, action, nothing, no_case()).await);
    };
    let mut on = Resource::new("disclosure", id)
        .of_case(&case.id)
        .of_person(&case.proband)
        .at_site(&case.site);
    on.holds = if action == "lay.read" {
        Holds::Genomic
    } else {
        Holds::Clinical
    };
    let stands = crate::store::disclosure(platform.db(), &case.id).await?;
    on.state = stands.map_or(String::new(), |d| d.status().to_owned());
    let actor = caller.may(platform, action, &on).await?;
    Ok((case, actor))
}

async fn act(platform: &Platform, case: &CaseFacts, actor: Actor, command: Command) -> Answer {
    let state = jobs::act(platform, case, actor, command).await?;
    Ok(Json(DisclosureOut::of(&case.id, state.as_ref())))
}

/// Reads where disclosure stands.
#[utoipa::path(get, path = "/api/cases/{id}/disclosure", params(("id" = String, Path)),
    responses((status = 200, body = DisclosureOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("disclosure.read"))))]
async fn read(desk: Desk, Path(id): Path<String>) -> Answer {
    let (case, _) = allowed(&desk, "disclosure.read", &id).await?;
    let state = crate::store::disclosure(desk.platform.db(), &case.id).await?;
    Ok(Json(DisclosureOut::of(&case.id, state.as_ref())))
}

/// Orders the confirmatory test that the panel asked for.
#[utoipa::path(post, path = "/api/cases/{id}/confirm/orders", params(("id" = String, Path)), request_body = OrderIn,
    responses((status = 201, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("confirm.order"))))]
async fn order(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<OrderIn>,
) -> Result<(StatusCode, Json<DisclosureOut>), Problem> {
    let (case, actor) = allowed(&desk, "confirm.order", &id).await?;
    let command = Command::Order {
        finding: input.finding,
        test: input.test,
    };
    Ok((
        StatusCode::CREATED,
        act(&desk.platform, &case, actor, command).await?,
    ))
}

/// Records the answer of a confirmatory test: confirmed, or explicitly not.
#[utoipa::path(post, path = "/api/cases/{id}/confirm/results", params(("id" = String, Path)), request_body = ResultIn,
    responses((status = 200, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("confirm.result"))))]
async fn answer(desk: Desk, Path(id): Path<String>, Json(input): Json<ResultIn>) -> Answer {
    let (case, actor) = allowed(&desk, "confirm.result", &id).await?;
    let command = Command::Answer {
        finding: input.finding,
        confirmed: input.confirmed,
        report: input.report,
    };
    act(&desk.platform, &case, actor, command).await
}

/// Records that counselling was requested, held or declined in writing.
#[utoipa::path(post, path = "/api/cases/{id}/counselling", params(("id" = String, Path)), request_body = CounsellingIn,
    responses((status = 200, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("counselling.record"))))]
async fn counsel(desk: Desk, Path(id): Path<String>, Json(input): Json<CounsellingIn>) -> Answer {
    let (case, actor) = allowed(&desk, "counselling.record", &id).await?;
    let command = Command::Counsel {
        step: input.step,
        meeting: input.meeting,
    };
    act(&desk.platform, &case, actor, command).await
}

/// Records that a person explained the results; only then the patient may open the report.
#[utoipa::path(post, path = "/api/cases/{id}/explanation", params(("id" = String, Path)), request_body = ExplanationIn,
    responses((status = 200, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("explain.record"))))]
async fn explain(desk: Desk, Path(id): Path<String>, Json(input): Json<ExplanationIn>) -> Answer {
    let (case, actor) = allowed(&desk, "explain.record", &id).await?;
    let told = Told {
        findings: input.findings,
        meeting: input.meeting,
        attended: input.attended,
        copy_given: input.copy_given,
        not_to_know: input.not_to_know,
    };
    let signature = input.signature.as_ref();
    let state = jobs::explain(&desk, &case, actor, told, signature).await?;
    Ok(Json(DisclosureOut::of(&case.id, state.as_ref())))
}

/// Opens the patient's report in the version that was explained; refused before that.
#[utoipa::path(get, path = "/api/cases/{id}/lay", params(("id" = String, Path), LayIn),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 409, body = Problem)),
    extensions(("x-action" = json!("lay.read"))))]
async fn lay(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<LayIn>,
) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "lay.read", &id).await?;
    let state = jobs::act(&desk.platform, &case, actor, Command::OpenLay).await?;
    let version = state.and_then(|d| d.explained).map_or(0, |e| e.lay_version);
    let lang = Lang::from_tag(which.lang.as_deref().unwrap_or("ja")).tag();
    let pdf = jobs::explained_lay(&desk.platform, &case.id, version, lang).await?;
    let gone = || {
        Problem::not_found(text!(
            "説明書が見つかりません。",
            "The report is not there."
        ))
    };
    Ok((
        [(header::CONTENT_TYPE, "application/pdf")],
        pdf.ok_or_else(gone)?,
    )
        .into_response())
}

/// Records a follow-up, or sets another day for the next one.
#[utoipa::path(post, path = "/api/cases/{id}/follow-up", params(("id" = String, Path)), request_body = FollowUpIn,
    responses((status = 200, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!(["followup.plan", "followup.record"]))))]
async fn follow_up(desk: Desk, Path(id): Path<String>, Json(input): Json<FollowUpIn>) -> Answer {
    let (action, command) = match (input.status, input.due) {
        (Some(status), None) => ("followup.record", Command::FollowUp { status }),
        (None, Some(due)) => ("followup.plan", Command::PlanFollowUp(due)),
        _ => {
            allowed(&desk, "followup.record", &id).await?;
            let text = text!(
                "status か due のどちらか一つを入れてください。",
                "Give either status or due."
            );
            return Err(Problem::bad_input(text));
        }
    };
    let (case, actor) = allowed(&desk, action, &id).await?;
    act(&desk.platform, &case, actor, command).await
}

/// After a withdrawal: records whether results that matter for care are still wanted.
#[utoipa::path(post, path = "/api/cases/{id}/care-wish", params(("id" = String, Path)), request_body = CareIn,
    responses((status = 200, body = DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("explain.record"))))]
async fn care(desk: Desk, Path(id): Path<String>, Json(input): Json<CareIn>) -> Answer {
    let (case, actor) = allowed(&desk, "explain.record", &id).await?;
    act(
        &desk.platform,
        &case,
        actor,
        Command::WantCare(input.wanted),
    )
    .await
}
