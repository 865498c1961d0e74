//! Recording a death, and taking a mistaken record back. The page does the same through the same functions.

use axum::{
    Json,
    extract::{Path, State},
};
use blob::KeyId;
use ledger::Along;
use web::{Caller, Platform, Problem};
use words::{Actor, Context, Day, PersonId};

use super::{
    openings::{case_for, unknown},
    wire::{CorrectionIn, DeathIn, DeathOut},
};
use crate::{
    decide::{PersonAggregate, PersonCommand, PersonFacts, PersonState, Refusal},
    facts::{self, CaseView},
    jobs, store,
    words::death::{Death, Mistake, Source},
};

/// Records the death of a participant of a case.
#[utoipa::path(put, path = "/api/cases/{id}/members/{person}/death", request_body = DeathIn,
    responses((status = 200, body = DeathOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("death.record"))))]
pub(super) async fn put(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Json(input): Json<DeathIn>,
) -> Result<Json<DeathOut>, Problem> {
    let (case, person, actor) = member(&platform, &caller, &id, &person).await?;
    let state = record(&platform, &case, &person, actor, input.source, input.on).await?;
    Ok(Json(DeathOut::of(&person, &state)))
}

/// Takes back a death that was recorded by mistake.
#[utoipa::path(post, path = "/api/cases/{id}/members/{person}/death/correct", request_body = CorrectionIn,
    responses((status = 200, body = DeathOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("death.record"))))]
pub(super) async fn correct(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Json(input): Json<CorrectionIn>,
) -> Result<Json<DeathOut>, Problem> {
    let (case, person, actor) = member(&platform, &caller, &id, &person).await?;
    let state = take_back(&platform, &case, &person, actor, input.mistake).await?;
    Ok(Json(DeathOut::of(&person, &state)))
}

/// A participant of a case, for somebody who may record a death there.
pub(crate) async fn member(
    platform: &Platform,
    caller: &Caller,
    case: &str,
    person: &str,
) -> Result<(CaseView, PersonId, Actor), Problem> {
    let (case, actor) = case_for(platform, caller, case, "death.record").await?;
    let mut all = case.members.iter().chain(&case.removed);
    let found = all.find(|m| m.person.as_str() == person);
    let Some(person) = found.map(|m| m.person.clone()) else {
        return Err(unknown(platform, caller, "death.record", "person", person).await);
    };
    Ok((case, person, actor))
}

/// Records a death; what follows from it is done before the answer.
pub(crate) async fn record(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    actor: Actor,
    source: Source,
    on: Option<Day>,
) -> Result<PersonState, Problem> {
    let mut along = Along::default();
    let mut day = None;
    // of a person who was forgotten nothing personal is kept, the day neither
    let forgotten = platform.blobs().is_forgotten(&KeyId::person(person));
    if let Some(on) = on.filter(|_| !forgotten) {
        let (digest, write) = store::seal_death(platform, person, on)?;
        day = Some(digest);
        along.writes.push(write);
    }
    let death = Death {
        source,
        day,
        at: platform.now(),
        by: actor.account.clone(),
    };
    let command = PersonCommand::RecordDeath { death, on };
    run(platform, case, person, actor, command, along).await
}

/// Takes a record back.
pub(crate) async fn take_back(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    actor: Actor,
    mistake: Mistake,
) -> Result<PersonState, Problem> {
    let command = PersonCommand::CorrectDeath {
        mistake,
        at: platform.now(),
        by: actor.account.clone(),
    };
    let along = Along {
        writes: vec![store::clear_death(person)],
        ..Along::default()
    };
    run(platform, case, person, actor, command, along).await
}

async fn run(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    actor: Actor,
    command: PersonCommand,
    along: Along,
) -> Result<PersonState, Problem> {
    let born = facts::identity(platform, person).await?;
    let known = PersonFacts {
        identity: None,
        born: born.map(|i| i.birth_day),
    };
    let context = Context::new(platform.now(), actor).on(&case.id);
    let done = platform
        .ledger()
        .execute_along::<PersonAggregate>(person.as_str(), command, &known, &context, along)
        .await?;
    for event in &done.events {
        jobs::follow(platform, person, event, &context).await?;
    }
    done.state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))
}

impl DeathOut {
    fn of(person: &PersonId, state: &PersonState) -> Self {
        Self {
            person: person.to_string(),
            dead: state.is_dead(),
            source: state.death.as_ref().map(|d| d.source),
            recorded_at: state.death.as_ref().map(|d| d.at.rfc3339()),
        }
    }
}
