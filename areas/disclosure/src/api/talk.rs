//! Counselling in steps, notes, questions and answers over HTTP: the same decisions as the pages.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use report::Desk;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::At;

use super::{Answer, act, allowed};
use crate::decide::Command;
use crate::jobs::{self, Spoken, Writes};
use crate::words::{Ground, LineKind, Meeting, Urgency};

/// The routes.
pub fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(ask))
        .routes(routes!(schedule))
        .routes(routes!(notes, note))
        .routes(routes!(questions, question))
        .routes(routes!(answer))
}

/// Counselling that is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskIn {
    /// `soon` or `usual`.
    #[schema(value_type = String)]
    pub urgency: Urgency,
    /// `before_result`, `heredity`, `family` or `wish`.
    #[schema(value_type = String)]
    pub ground: Ground,
}

/// A time for counselling.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotIn {
    /// Microseconds since 1970, UTC.
    #[schema(value_type = i64)]
    pub slot: At,
    /// `onsite` or `video`.
    #[schema(value_type = String)]
    pub meeting: Meeting,
}

/// Words of a person. They are sealed with the key of the case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsIn {
    /// Up to 4,000 characters.
    pub text: String,
}

/// A line of the thread.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineOut {
    /// Its number in the thread.
    pub n: u32,
    /// `note`, `question` or `answer`.
    #[schema(value_type = String)]
    pub kind: LineKind,
    /// Of an answer: the number of its question.
    pub question: Option<u32>,
    /// The role of who wrote it.
    pub role: String,
    /// Microseconds since 1970, UTC.
    pub at: i64,
    /// The words; absent if they were erased.
    pub text: Option<String>,
}

impl LineOut {
    fn of(spoken: Spoken) -> Self {
        let said = spoken.said;
        Self {
            n: said.line.n,
            kind: said.kind,
            question: said.question,
            role: said.line.role,
            at: said.line.at.micros(),
            text: spoken.words,
        }
    }
}

/// Asks for counselling, with how soon and why.
#[utoipa::path(post, path = "/api/cases/{id}/counselling/requests", params(("id" = String, Path)), request_body = AskIn,
    responses((status = 200, body = super::DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("counselling.request"))))]
async fn ask(desk: Desk, Path(id): Path<String>, Json(input): Json<AskIn>) -> Answer {
    let (case, actor) = allowed(&desk, "counselling.request", &id).await?;
    let command = Command::Ask {
        urgency: input.urgency,
        ground: input.ground,
    };
    act(&desk.platform, &case, actor, command).await
}

/// Sets the time of counselling, or another one.
#[utoipa::path(post, path = "/api/cases/{id}/counselling/slot", params(("id" = String, Path)), request_body = SlotIn,
    responses((status = 200, body = super::DisclosureOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("counselling.request"))))]
async fn schedule(desk: Desk, Path(id): Path<String>, Json(input): Json<SlotIn>) -> Answer {
    let (case, actor) = allowed(&desk, "counselling.request", &id).await?;
    let command = Command::Schedule {
        slot: input.slot,
        meeting: input.meeting,
    };
    act(&desk.platform, &case, actor, command).await
}

type Lines = Result<Json<Vec<LineOut>>, Problem>;

async fn lines(desk: &Desk, action: &'static str, id: &str) -> Lines {
    let (case, _) = allowed(desk, action, id).await?;
    let notes = action == "note.read";
    let wanted = |said: &crate::decide::Said| (said.kind == LineKind::Note) == notes;
    let all = jobs::spoken(&desk.platform, &case.id, wanted).await?;
    Ok(Json(all.into_iter().map(LineOut::of).collect()))
}

async fn write(
    desk: &Desk,
    action: &'static str,
    id: &str,
    writes: Writes,
    input: &WordsIn,
) -> Result<StatusCode, Problem> {
    let (case, actor) = allowed(desk, action, id).await?;
    jobs::write(&desk.platform, &case, actor, writes, &input.text).await?;
    Ok(StatusCode::CREATED)
}

/// Reads the notes of staff.
#[utoipa::path(get, path = "/api/cases/{id}/notes", params(("id" = String, Path)),
    responses((status = 200, body = Vec<LineOut>), (status = 404, body = Problem)),
    extensions(("x-action" = json!("note.read"))))]
async fn notes(desk: Desk, Path(id): Path<String>) -> Lines {
    lines(&desk, "note.read", &id).await
}

/// Leaves a note for staff; the patient never sees it.
#[utoipa::path(post, path = "/api/cases/{id}/notes", params(("id" = String, Path)), request_body = WordsIn,
    responses((status = 201), (status = 409, body = Problem)),
    extensions(("x-action" = json!("note.write"))))]
async fn note(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<WordsIn>,
) -> Result<StatusCode, Problem> {
    write(&desk, "note.write", &id, Writes::Note, &input).await
}

/// Reads what the patient asked and the team answered.
#[utoipa::path(get, path = "/api/cases/{id}/questions", params(("id" = String, Path)),
    responses((status = 200, body = Vec<LineOut>), (status = 404, body = Problem)),
    extensions(("x-action" = json!("question.read"))))]
async fn questions(desk: Desk, Path(id): Path<String>) -> Lines {
    lines(&desk, "question.read", &id).await
}

/// Asks the team.
#[utoipa::path(post, path = "/api/cases/{id}/questions", params(("id" = String, Path)), request_body = WordsIn,
    responses((status = 201), (status = 409, body = Problem)),
    extensions(("x-action" = json!("question.ask"))))]
async fn question(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<WordsIn>,
) -> Result<StatusCode, Problem> {
    write(&desk, "question.ask", &id, Writes::Question, &input).await
}

/// Answers a question; the patient sees it at once.
#[utoipa::path(post, path = "/api/cases/{id}/questions/{n}/answers",
    params(("id" = String, Path), ("n" = u32, Path)), request_body = WordsIn,
    responses((status = 201), (status = 409, body = Problem)),
    extensions(("x-action" = json!("question.answer"))))]
async fn answer(
    desk: Desk,
    Path((id, n)): Path<(String, u32)>,
    Json(input): Json<WordsIn>,
) -> Result<StatusCode, Problem> {
    write(&desk, "question.answer", &id, Writes::Answer(n), &input).await
}
