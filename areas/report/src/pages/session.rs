//! One session: the case on one side, agenda and quorum on the other.

mod agenda;
mod attendance;
mod case;
mod changes;
mod closing;
mod opinion;
mod outcomes;
mod plan;
mod project;
mod show;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use web::{Platform, Problem};
use words::Lang;

use super::typed::Typed;
use crate::api::Desk;
use crate::api::seat::{Seat, seat};
use crate::decide::panel::Panel;
use crate::jobs::gather::Material;
use crate::store;
use crate::words::Kind;
use crate::words::input::FindingLine;

/// The routes of one session.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/panels/{case}", get(read))
        .route("/panels/{case}/plan", post(plan::post))
        .route("/panels/{case}/check", post(plan::check))
        .route("/panels/{case}/opinion", post(opinion::post))
        .route("/panels/{case}/open", post(attendance::open))
        .route("/panels/{case}/live", post(attendance::live))
        .route("/panels/{case}/votes", post(attendance::votes))
        .route("/panels/{case}/outcomes", post(outcomes::post))
        .route("/panels/{case}/minutes", post(closing::check))
        .route("/panels/{case}/close", post(closing::post))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct How {
    view: Option<String>,
}

async fn read(
    desk: Desk,
    Path(case): Path<String>,
    Query(how): Query<How>,
) -> Result<Response, Problem> {
    let room = Room::enter(seat(desk, "panel.read", &case).await?).await?;
    if how.view.as_deref() == Some("project") {
        return Ok(project::page(&room).into_response());
    }
    Ok(show::page(&room, None).await?.into_response())
}

/// Everything a page of the session shows.
pub struct Room {
    pub seat: Seat,
    /// The session with its version.
    pub panel: Option<(Panel, i64)>,
    pub material: Material,
    /// The findings on the agenda, in its order.
    pub findings: Vec<FindingLine>,
    /// Account → name of members and of those who may become one.
    pub names: BTreeMap<String, String>,
    pub lang: Lang,
}

impl Room {
    async fn enter(seat: Seat) -> Result<Self, Problem> {
        let (panel, material) = (seat.panel().await?, seat.material().await?);
        let db = seat.desk.platform.db();
        let agenda = match &panel {
            Some((panel, _)) => panel.findings.clone(),
            None => store::signed(db, &seat.about.id, Kind::Analysis)
                .await?
                .map(|s| s.findings)
                .unwrap_or_default(),
        };
        let known = |id: &String| material.findings.iter().find(|f| f.id == *id).cloned();
        let findings = agenda.iter().filter_map(known).collect();
        let lang = seat.desk.caller.lang();
        let mut room = Self {
            seat,
            panel,
            material,
            findings,
            names: BTreeMap::new(),
            lang,
        };
        let members: Vec<words::AccountId> = match &room.panel {
            Some((panel, _)) => panel
                .plan
                .members
                .iter()
                .map(|m| m.account.clone())
                .collect(),
            None => vec![],
        };
        for account in members {
            room.learn(&account).await?;
        }
        Ok(room)
    }

    /// Looks up a name.
    async fn learn(&mut self, account: &words::AccountId) -> Result<(), Problem> {
        if !self.names.contains_key(account.as_str()) {
            let auth = self.seat.desk.platform.auth();
            let profile = auth.profile(account).await.map_err(anyhow::Error::from)?;
            let name = profile.map_or_else(|| account.to_string(), |p| p.name);
            self.names.insert(account.to_string(), name);
        }
        Ok(())
    }

    /// A member's name.
    pub fn name<'a>(&'a self, account: &'a str) -> &'a str {
        self.names.get(account).map_or(account, String::as_str)
    }

    /// The reader plans, opens and closes sessions.
    pub fn chair(&self) -> bool {
        self.seat.desk.caller.holds("panel_chair")
    }

    /// The reader sits on this session.
    pub fn member(&self) -> bool {
        let account = &self.seat.desk.caller.account;
        self.panel.as_ref().is_some_and(|(p, _)| p.seats(account))
    }

    /// The address of the session, or of something done to it.
    pub fn to(&self, what: &str) -> String {
        format!("/panels/{}{what}", self.seat.about.id)
    }
}

/// What was refused, and what had been typed into which form.
pub struct Refused {
    pub problem: Problem,
    pub typed: Typed,
    pub form: &'static str,
}

impl Refused {
    /// Nothing was refused: the reader asked what would happen.
    fn only_checked(&self) -> bool {
        self.problem.status == 400 && matches!(self.form, "sign" | "checked")
    }
}

/// After something was done: the page anew; after a refusal the page with what was typed.
async fn answer(
    seat: Seat,
    form: &'static str,
    typed: Typed,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let to = format!("/panels/{}", seat.about.id);
    let Err(problem) = done else {
        return Ok(Redirect::to(&to).into_response());
    };
    // What is not an answer of the rules is not for the reader of a form.
    if problem.status >= 500 || problem.status == 403 {
        return Err(problem);
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    let room = Room::enter(seat).await?;
    let refused = Refused {
        problem,
        typed,
        form,
    };
    let page = show::page(&room, Some(&refused)).await?;
    Ok((status, page).into_response())
}
