//! The expert panel: plan, open, vote, decide, close.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use web::{Caller, Platform, Problem};
use words::{AccountId, Actor, Context, text};

use super::wire::{CloseIn, OpenIn, OutcomesIn, PanelOut, VoteIn, VotesIn};
use super::{case, resource};
use crate::Around;
use crate::decide::panel::{Ballot, Command, Panel};
use crate::jobs::gather::CaseFacts;
use crate::jobs::{seal, session};
use crate::words::panel::Plan;
use crate::words::panel_id;

async fn allowed(
    platform: &Platform,
    around: &Around,
    caller: &Caller,
    action: &'static str,
    id: &str,
) -> Result<(CaseFacts, Actor), Problem> {
    let about = match case(platform, around, id).await {
        Ok(about) => about,
        Err(problem) => {
            caller
                .may(platform, action, &auth::Resource::new("panel", id))
                .await?;
            return Err(problem);
        }
    };
    let actor = caller
        .may(
            platform,
            action,
            &resource("panel", &panel_id(&about.id), &about, ""),
        )
        .await?;
    Ok((about, actor))
}

async fn act(
    platform: &Platform,
    around: &Around,
    about: CaseFacts,
    actor: Actor,
    command: Command,
) -> Result<Panel, Problem> {
    let material = around.material(platform, &about.id).await?;
    let facts = session::facts(platform, &about, &material, &actor).await?;
    let mut context = Context::new(facts.now, actor).on(&about.id);
    context.consent = about.consent;
    let done = platform
        .ledger()
        .execute::<Panel>(&panel_id(&about.id), command, &facts, &context)
        .await?;
    done.state.ok_or_else(no_panel)
}

fn no_panel() -> Problem {
    Problem::not_found(text!(
        "パネルはまだ計画されていません。",
        "No panel is planned for this case."
    ))
}

fn out(case: &words::CaseId, panel: Panel) -> Json<PanelOut> {
    Json(PanelOut::of(&panel_id(case), panel))
}

/// Plans the session; the answer names the roles that are missing.
#[utoipa::path(post, path = "/api/cases/{id}/panel", params(("id" = String, Path)), request_body(content = Object,
    description = "{rule_set, day, mode: realtime|circulation, members: [{account, roles, specialties, full_time, wgs_ground, attending}], childhood, in_house, information_supplied}"),
    responses((status = 201, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.plan"))))]
pub async fn plan(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(plan): Json<Plan>,
) -> Result<(StatusCode, Json<PanelOut>), Problem> {
    let (about, actor) = allowed(&platform, &around, &caller, "panel.plan", &id).await?;
    let of = about.id.clone();
    let panel = act(
        &platform,
        &around,
        about,
        actor,
        Command::Plan(Box::new(plan)),
    )
    .await?;
    Ok((StatusCode::CREATED, out(&of, panel)))
}

/// Reads the panel.
#[utoipa::path(get, path = "/api/cases/{id}/panel", params(("id" = String, Path)),
    responses((status = 200, body = PanelOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("panel.read"))))]
pub async fn read(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<PanelOut>, Problem> {
    let (about, _) = allowed(&platform, &around, &caller, "panel.read", &id).await?;
    let loaded = platform
        .ledger()
        .load::<Panel>(&panel_id(&about.id))
        .await?;
    let panel = loaded.ok_or_else(no_panel)?.state;
    Ok(out(&about.id, panel))
}

/// Opens the session with those present and their declarations of interest.
#[utoipa::path(post, path = "/api/cases/{id}/panel/open", params(("id" = String, Path)), request_body = OpenIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.open"))))]
pub async fn open(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<OpenIn>,
) -> Result<Json<PanelOut>, Problem> {
    let (about, actor) = allowed(&platform, &around, &caller, "panel.open", &id).await?;
    let of = about.id.clone();
    let panel = act(
        &platform,
        &around,
        about,
        actor,
        Command::Open(input.presence),
    )
    .await?;
    Ok(out(&of, panel))
}

/// Records votes: one's own; in a live meeting the chair may write down those of others.
#[utoipa::path(post, path = "/api/cases/{id}/panel/votes", params(("id" = String, Path)), request_body = VotesIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.vote"))))]
pub async fn vote(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<VotesIn>,
) -> Result<Json<PanelOut>, Problem> {
    let (about, actor) = allowed(&platform, &around, &caller, "panel.vote", &id).await?;
    let mut panel = None;
    for vote in input.votes {
        let command = ballot(&platform, &about, &caller, vote).await?;
        panel = Some(act(&platform, &around, about.clone(), actor.clone(), command).await?);
    }
    let none = || {
        Problem::bad_input(text!(
            "意見がありません。",
            "There is no vote in the request."
        ))
    };
    Ok(out(&about.id, panel.ok_or_else(none)?))
}

async fn ballot(
    platform: &Platform,
    about: &CaseFacts,
    caller: &Caller,
    vote: VoteIn,
) -> Result<Command, Problem> {
    let bad = |_| {
        Problem::bad_input(text!(
            "アカウントの書き方が違います。",
            "That is not an account."
        ))
    };
    let member = match vote.account {
        Some(account) => AccountId::parse(account).map_err(bad)?,
        None => caller.account.clone(),
    };
    let comment = match vote.comment.filter(|c| !c.trim().is_empty()) {
        Some(text) => Some(seal(platform, &about.id, &text).await?),
        None => None,
    };
    Ok(Command::Vote {
        member,
        ballot: Ballot {
            vote: vote.vote,
            comment,
        },
    })
}

/// Writes the outcome of every finding and the recommendation.
#[utoipa::path(post, path = "/api/cases/{id}/panel/outcomes", params(("id" = String, Path)), request_body = OutcomesIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.close"))))]
pub async fn decide(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<OutcomesIn>,
) -> Result<Json<PanelOut>, Problem> {
    let (about, actor) = allowed(&platform, &around, &caller, "panel.close", &id).await?;
    let recommendation = match &input.recommendation {
        Some(text) => Some(seal(&platform, &about.id, text).await?),
        None => None,
    };
    let of = about.id.clone();
    let command = Command::Decide {
        outcomes: input.outcomes,
        recommendation,
    };
    let panel = act(&platform, &around, about, actor, command).await?;
    Ok(out(&of, panel))
}

/// Closes the session with its minutes; refused without quorum.
#[utoipa::path(post, path = "/api/cases/{id}/panel/close", params(("id" = String, Path)), request_body = CloseIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.close"))))]
pub async fn close(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<CloseIn>,
) -> Result<Json<PanelOut>, Problem> {
    let (about, actor) = allowed(&platform, &around, &caller, "panel.close", &id).await?;
    let minutes = seal(&platform, &about.id, &input.minutes).await?;
    let of = about.id.clone();
    let panel = act(&platform, &around, about, actor, Command::Close { minutes }).await?;
    Ok(out(&of, panel))
}
