//! Numbers reserved, tubes listed and shown.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::Failed;
use registry::facts::CaseView;
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, PersonId, text};

use super::{
    hand::{Answer, bad_input, execute, gather, resource, tube},
    wire::{PlanIn, TubeOut, TubesOut},
};
use crate::{
    decide::{Command, Refusal},
    facts,
    words::TubeNumber,
};

/// Reserves the next numbers of a kind for a participant of a case.
#[utoipa::path(post, path = "/api/cases/{id}/tubes", request_body = PlanIn,
    responses((status = 201, body = TubesOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.plan"))))]
pub(super) async fn plan(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<PlanIn>,
) -> Result<(StatusCode, Json<TubesOut>), Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("tube", id)
        .of_case(&case.id)
        .at_site(&case.site);
    let actor = caller.may(&platform, "specimen.plan", &resource).await?;
    let person = PersonId::parse(input.person.as_str()).map_err(|_| bad_input())?;
    if !case.members.iter().any(|m| m.person == person) {
        return Err(Problem::refused(&Refusal::NotAMember));
    }
    let mut tubes = Vec::new();
    for _ in 0..input.count.unwrap_or(1).clamp(1, 20) {
        tubes.push(plan_one(&platform, &case, &person, &input, &actor).await?);
    }
    Ok((StatusCode::CREATED, Json(TubesOut { tubes })))
}

/// Somebody else may take the same number at the same moment: then the next one is tried.
async fn plan_one(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    input: &PlanIn,
    actor: &Actor,
) -> Result<TubeOut, Problem> {
    let taken = facts::states(platform.db(), "case_id", (&case.id).into()).await?;
    let same_kind = taken
        .iter()
        .filter(|t| (t.role, t.material) == (input.role, input.material));
    let mut nn = same_kind.map(|t| t.number.nn()).max().unwrap_or(0);
    loop {
        nn += 1;
        let number = TubeNumber::issue(&case.id, input.role, input.material, nn);
        let number = number.ok_or_else(|| Problem::refused(&Refusal::NumbersUsedUp))?;
        let command = Command::Plan {
            number: number.clone(),
            case: case.id.clone(),
            person: person.clone(),
            role: input.role,
            material: input.material,
            site: case.site.clone(),
        };
        let facts = gather(platform, actor, &case.id, person, &[&case.site]).await?;
        match execute(platform, number.as_str(), &case.id, command, &facts).await {
            Err(Failed::Refused(Refusal::AlreadyPlanned)) => {}
            other => return Ok(TubeOut::of(&other?)),
        }
    }
}

/// Lists the tubes of a case.
#[utoipa::path(get, path = "/api/cases/{id}/tubes", responses((status = 200, body = TubesOut)),
    extensions(("x-action" = json!("specimen.read"))))]
pub(super) async fn of_case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TubesOut>, Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("tube", id)
        .of_case(&case.id)
        .at_site(&case.site);
    caller.may(&platform, "specimen.read", &resource).await?;
    let tubes = facts::states(platform.db(), "case_id", (&case.id).into()).await?;
    Ok(Json(TubesOut {
        tubes: tubes.iter().map(TubeOut::of).collect(),
    }))
}

/// Shows a tube with its chain of custody.
#[utoipa::path(get, path = "/api/tubes/{id}", responses((status = 200, body = TubeOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("specimen.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let case = case(&platform, tube.case.as_str()).await?;
    caller
        .may(&platform, "specimen.read", &resource(&tube, &case.site))
        .await?;
    let events = platform.ledger().events_of_case(&tube.case).await?;
    Ok(Json(TubeOut::of(&tube).with_custody(&tube, &events)))
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
