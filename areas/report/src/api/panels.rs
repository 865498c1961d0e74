//! The expert panel: plan, declare, open, vote, decide, close.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use web::Problem;
use words::{AccountId, text};

use super::desk::Desk;
use super::seat::{Seat, no_panel, seat};
use super::wire::{CloseIn, DeclareIn, OpenIn, OutcomesIn, PanelOut, VoteIn, VotesIn};
use crate::decide::panel::{Ballot, Command, Panel};
use crate::words::panel::{Minutes, Plan};
use crate::words::panel_id;

fn out(seat: &Seat, panel: Panel) -> Json<PanelOut> {
    Json(PanelOut::of(&panel_id(&seat.about.id), panel))
}

/// Plans the session; the answer names the roles that are missing.
#[utoipa::path(post, path = "/api/cases/{id}/panel", params(("id" = String, Path)), request_body(content = Object,
    description = "{rule_set, day, mode: realtime|circulation, members: [{account, roles, specialties, full_time, wgs_ground, attending}], childhood, in_house, information_supplied}"),
    responses((status = 201, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.plan"))))]
pub async fn plan(
    desk: Desk,
    Path(id): Path<String>,
    Json(plan): Json<Plan>,
) -> Result<(StatusCode, Json<PanelOut>), Problem> {
    let seat = seat(desk, "panel.plan", &id).await?;
    let panel = seat.act(Command::Plan(Box::new(plan))).await?;
    Ok((StatusCode::CREATED, out(&seat, panel)))
}

/// Reads the panel.
#[utoipa::path(get, path = "/api/cases/{id}/panel", params(("id" = String, Path)),
    responses((status = 200, body = PanelOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("panel.read"))))]
pub async fn read(desk: Desk, Path(id): Path<String>) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.read", &id).await?;
    let (panel, _) = seat.panel().await?.ok_or_else(no_panel)?;
    Ok(out(&seat, panel))
}

/// Declares one's own interest in the case, or that there is none.
#[utoipa::path(post, path = "/api/cases/{id}/panel/interest", params(("id" = String, Path)), request_body = DeclareIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.vote"))))]
pub async fn declare(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<DeclareIn>,
) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.vote", &id).await?;
    let panel = seat.act(Command::Declare(input.interest)).await?;
    Ok(out(&seat, panel))
}

/// Makes a live meeting of a circulated case.
#[utoipa::path(post, path = "/api/cases/{id}/panel/live", params(("id" = String, Path)),
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.open"))))]
pub async fn live(desk: Desk, Path(id): Path<String>) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.open", &id).await?;
    let panel = seat.act(Command::CallLive).await?;
    Ok(out(&seat, panel))
}

/// Opens the session with those present and their declarations of interest.
#[utoipa::path(post, path = "/api/cases/{id}/panel/open", params(("id" = String, Path)), request_body = OpenIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.open"))))]
pub async fn open(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<OpenIn>,
) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.open", &id).await?;
    let panel = seat.act(Command::Open(input.presence)).await?;
    Ok(out(&seat, panel))
}

/// Records votes: one's own; in a live meeting the chair may write down those of others.
#[utoipa::path(post, path = "/api/cases/{id}/panel/votes", params(("id" = String, Path)), request_body = VotesIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.vote"))))]
pub async fn vote(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<VotesIn>,
) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.vote", &id).await?;
    let mut panel = None;
    for vote in input.votes {
        let command = ballot(&seat, vote).await?;
        panel = Some(seat.act(command).await?);
    }
    panel.map(|p| out(&seat, p)).ok_or_else(|| {
        Problem::bad_input(text!(
            "意見がありません。",
            "There is no vote in the request."
        ))
    })
}

async fn ballot(seat: &Seat, vote: VoteIn) -> Result<Command, Problem> {
    let bad = |_| {
        Problem::bad_input(text!(
            "アカウントの書き方が違います。",
            "That is not an account."
        ))
    };
    let member = match vote.account {
        Some(account) => AccountId::parse(account).map_err(bad)?,
        None => seat.desk.caller.account.clone(),
    };
    let comment = match vote.comment.filter(|c| !c.trim().is_empty()) {
        Some(text) => Some(seat.seal(&text).await?),
        None => None,
    };
    let vote = vote.vote;
    let ballot = Ballot { vote, comment };
    Ok(Command::Vote { member, ballot })
}

/// Writes the outcome of every finding and the recommendation.
#[utoipa::path(post, path = "/api/cases/{id}/panel/outcomes", params(("id" = String, Path)), request_body = OutcomesIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.close"))))]
pub async fn decide(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<OutcomesIn>,
) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.close", &id).await?;
    let recommendation = match &input.recommendation {
        Some(text) => Some(seat.seal(text).await?),
        None => None,
    };
    let trials = match &input.trials[..] {
        [] => None,
        trials => Some(seat.seal(&trials).await?),
    };
    let panel = seat.act(Command::Decide {
        outcomes: input.outcomes,
        recommendation,
        trials,
        next_review: input.next_review,
    });
    let panel = panel.await?;
    Ok(out(&seat, panel))
}

/// Closes the session with its minutes; refused without quorum.
#[utoipa::path(post, path = "/api/cases/{id}/panel/close", params(("id" = String, Path)), request_body = CloseIn,
    responses((status = 200, body = PanelOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("panel.close"))))]
pub async fn close(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<CloseIn>,
) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.close", &id).await?;
    let minutes = Minutes::Plain(input.minutes);
    let panel = seat.close(&minutes, input.signature.as_ref()).await?;
    Ok(out(&seat, panel))
}
