//! The expert panel: plan, open, vote, decide, close.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use web::Problem;
use words::{AccountId, Actor, Context, Digest, text};

use super::desk::Desk;
use super::wire::{CloseIn, OpenIn, OutcomesIn, PanelOut, VoteIn, VotesIn};
use crate::decide::panel::{Ballot, Command, Panel};
use crate::jobs::gather::CaseFacts;
use crate::jobs::session;
use crate::words::panel::Plan;
use crate::words::panel_id;

/// A caller who may do what was asked for, at the panel of a case.
struct Seat {
    desk: Desk,
    about: CaseFacts,
    actor: Actor,
}

async fn seat(desk: Desk, action: &'static str, id: &str) -> Result<Seat, Problem> {
    let name = |about: &CaseFacts| panel_id(&about.id);
    let (about, actor) = desk.allowed(action, "panel", id, name).await?;
    Ok(Seat { desk, about, actor })
}

impl Seat {
    async fn act(&self, command: Command) -> Result<Json<PanelOut>, Problem> {
        let (platform, case) = (&self.desk.platform, &self.about.id);
        let material = self.desk.around.material(platform, case).await?;
        let facts = session::facts(platform, &self.about, &material, &self.actor).await?;
        let mut context = Context::new(facts.now, self.actor.clone()).on(case);
        context.consent = self.about.consent.clone();
        let done = platform
            .ledger()
            .execute::<Panel>(&panel_id(case), command, &facts, &context)
            .await?;
        Ok(self.out(done.state.ok_or_else(no_panel)?))
    }

    async fn seal<T: serde::Serialize>(&self, words: &T) -> Result<Digest, Problem> {
        Ok(crate::jobs::seal(&self.desk.platform, &self.about.id, words).await?)
    }

    fn out(&self, panel: Panel) -> Json<PanelOut> {
        Json(PanelOut::of(&panel_id(&self.about.id), panel))
    }
}

fn no_panel() -> Problem {
    Problem::not_found(text!(
        "パネルはまだ計画されていません。",
        "No panel is planned for this case."
    ))
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
    Ok((StatusCode::CREATED, panel))
}

/// Reads the panel.
#[utoipa::path(get, path = "/api/cases/{id}/panel", params(("id" = String, Path)),
    responses((status = 200, body = PanelOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("panel.read"))))]
pub async fn read(desk: Desk, Path(id): Path<String>) -> Result<Json<PanelOut>, Problem> {
    let seat = seat(desk, "panel.read", &id).await?;
    let ledger = seat.desk.platform.ledger();
    let loaded = ledger.load::<Panel>(&panel_id(&seat.about.id)).await?;
    Ok(seat.out(loaded.ok_or_else(no_panel)?.state))
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
    seat.act(Command::Open(input.presence)).await
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
    panel.ok_or_else(|| {
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
    let outcomes = input.outcomes;
    seat.act(Command::Decide {
        outcomes,
        recommendation,
    })
    .await
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
    let minutes = seat.seal(&input.minutes).await?;
    seat.act(Command::Close { minutes }).await
}
