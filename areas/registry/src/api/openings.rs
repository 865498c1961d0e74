//! Opening identities outside the treating team: asking, answering, ending. The pages do the same through the same functions.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::Along;
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, Context};

use super::wire::{AnswerIn, OpeningIn, OpeningOut, OpeningsOut};
use crate::{
    decide::{OpeningAggregate, OpeningCommand, OpeningFacts, OpeningState, Refusal},
    facts::{self, CaseView, OpeningView},
    store,
    words::opening::Reason,
};

/// Longest reason in words, characters.
const LONGEST: usize = 1_000;

/// Asks to open the identities of a case; a second person answers.
#[utoipa::path(post, path = "/api/cases/{id}/openings", request_body = OpeningIn,
    responses((status = 201, body = OpeningOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("identity.open.ask"))))]
pub(super) async fn ask(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<OpeningIn>,
) -> Result<(StatusCode, Json<OpeningOut>), Problem> {
    let asked = request(&platform, &caller, &id, input.reason, &input.said).await?;
    let out = OpeningOut::of(asked, platform.now());
    Ok((StatusCode::CREATED, Json(out)))
}

/// Lists every opening of a case's identities.
#[utoipa::path(get, path = "/api/cases/{id}/openings", responses((status = 200, body = OpeningsOut)),
    extensions(("x-action" = json!("case.read"))))]
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OpeningsOut>, Problem> {
    let case = case_for(&platform, &caller, &id, "case.read").await?.0;
    let all = facts::openings(platform.db(), &case.id).await?;
    let now = platform.now();
    Ok(Json(OpeningsOut {
        openings: all.into_iter().map(|o| OpeningOut::of(o, now)).collect(),
    }))
}

/// Approves or refuses what somebody else asked for.
#[utoipa::path(post, path = "/api/openings/{id}/answer", request_body = AnswerIn,
    responses((status = 200, body = OpeningOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("identity.open.approve"))))]
pub(super) async fn answer(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<AnswerIn>,
) -> Result<Json<OpeningOut>, Problem> {
    let opening = reply(&platform, &caller, &id, input.approve).await?;
    Ok(Json(OpeningOut::of(opening, platform.now())))
}

/// Ends an opening of one's own before its time.
#[utoipa::path(post, path = "/api/openings/{id}/end", responses((status = 200, body = OpeningOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("identity.open.ask"))))]
pub(super) async fn end(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OpeningOut>, Problem> {
    let opening = finish(&platform, &caller, &id).await?;
    Ok(Json(OpeningOut::of(opening, platform.now())))
}

/// Asks for an opening.
pub(crate) async fn request(
    platform: &Platform,
    caller: &Caller,
    case: &str,
    reason: Reason,
    said: &str,
) -> Result<OpeningView, Problem> {
    let (case, actor) = case_for(platform, caller, case, "identity.open.ask").await?;
    let id = platform.new_id("io");
    let said: String = said.trim().chars().take(LONGEST).collect();
    let mut along = Along::default();
    let mut digest = None;
    if !said.is_empty() {
        let (of, write) = store::seal_said(platform, &id, &case.id, &said)?;
        digest = Some(of);
        along.writes.push(write);
    }
    let command = OpeningCommand::Ask {
        case: case.id.clone(),
        reason,
        said: digest,
    };
    run(platform, &id, &case.id, command, actor, along).await
}

/// Answers as the second person.
pub(crate) async fn reply(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    approve: bool,
) -> Result<OpeningView, Problem> {
    let (opening, actor) = opening_for(platform, caller, id, "identity.open.approve").await?;
    let command = if approve {
        OpeningCommand::Approve
    } else {
        OpeningCommand::Refuse
    };
    run(
        platform,
        id,
        &opening.case,
        command,
        actor,
        Along::default(),
    )
    .await
}

/// Ends one's own opening.
pub(crate) async fn finish(
    platform: &Platform,
    caller: &Caller,
    id: &str,
) -> Result<OpeningView, Problem> {
    let (opening, actor) = opening_for(platform, caller, id, "identity.open.ask").await?;
    if opening.by != actor.account {
        return Err(Problem::refused(&Refusal::NotOpen));
    }
    let command = OpeningCommand::End;
    run(
        platform,
        id,
        &opening.case,
        command,
        actor,
        Along::default(),
    )
    .await
}

async fn run(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: OpeningCommand,
    actor: Actor,
    along: Along,
) -> Result<OpeningView, Problem> {
    let now = platform.now();
    let facts = OpeningFacts {
        now,
        by: actor.account.clone(),
    };
    let context = Context::new(now, actor).on(case);
    let done = platform
        .ledger()
        .execute_along::<OpeningAggregate>(id, command, &facts, &context, along)
        .await?;
    let opening = done
        .state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))?;
    Ok(OpeningView {
        id: id.to_owned(),
        opening,
    })
}

/// A case for somebody who may do this with it; what does not exist is denied like what may not be seen.
pub(crate) async fn case_for(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    action: &str,
) -> Result<(CaseView, Actor), Problem> {
    let found = match CaseId::parse(id) {
        Ok(id) => facts::case(platform.db(), &id).await?,
        Err(_) => None,
    };
    let Some(case) = found else {
        return Err(unknown(platform, caller, action, "case", id).await);
    };
    let actor = caller
        .may(platform, action, &facts::resource_of(&case))
        .await?;
    Ok((case, actor))
}

async fn opening_for(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    action: &str,
) -> Result<(OpeningState, Actor), Problem> {
    let found = store::opening(platform.db(), id).await?;
    let case = match &found {
        Some(opening) => facts::case(platform.db(), &opening.case).await?,
        None => None,
    };
    let (Some(opening), Some(case)) = (found, case) else {
        return Err(unknown(platform, caller, action, "opening", id).await);
    };
    let mut on = facts::resource_of(&case);
    (on.kind, on.id) = ("opening", id.to_owned());
    let actor = caller.may(platform, action, &on).await?;
    Ok((opening, actor))
}

pub(crate) async fn unknown(
    platform: &Platform,
    caller: &Caller,
    action: &str,
    kind: &'static str,
    id: &str,
) -> Problem {
    let otherwise = Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    // only ids go to the access log, never what somebody typed
    let plain = words::SiteId::parse(id).map_or_else(|_| "?".to_owned(), |id| id.to_string());
    let nothing = Resource::new(kind, plain);
    caller.missing(platform, action, nothing, otherwise).await
}
