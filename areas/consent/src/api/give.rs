//! Submitting a record and changing choices.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::Along;
use web::{Caller, Platform, Problem};
use words::{AccountId, Actor, Context, PersonId};

use super::wire::{ChoicesIn, ConsentIn, ConsentOut};
use crate::{
    decide::{Command, ConsentAggregate},
    facts::{self, ConsentView},
    store::{self, Note},
    words::{Assent, Proxy, Record},
};

/// Records a consent. A no to a mandatory item is recorded too: the person does not take part.
#[utoipa::path(post, path = "/api/consents", request_body = ConsentIn,
    responses((status = 201, body = ConsentOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.give"))))]
pub(super) async fn give(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<ConsentIn>,
) -> Result<(StatusCode, Json<ConsentOut>), Problem> {
    let person = PersonId::parse(input.person.as_str()).map_err(|_| super::bad_id())?;
    let case = super::case(&platform, &input.case).await?;
    let actor = caller
        .may(
            &platform,
            "consent.give",
            &super::resource(&case, &person, "new"),
        )
        .await?;
    let facts = super::gather(&platform, &case, &person, &actor).await?;
    let id = platform.new_id("c-");
    let note = Note {
        other_relation: input.proxy.as_ref().and_then(|p| p.other.clone()),
    };
    let writes = vec![store::note(&platform, &id, &person, &note)?];
    let record = record(input, case.id.clone(), person, &actor, facts.now)?;
    let context = Context::new(facts.now, actor).on(&case.id);
    let along = Along {
        writes,
        ..Along::default()
    };
    let command = Command::Give(Box::new(record));
    let done = platform
        .ledger()
        .execute_along::<ConsentAggregate>(&id, command, &facts, &context, along)
        .await?;
    let consent = done.state.ok_or_else(super::unknown)?;
    let view = ConsentView {
        id,
        version: done.version,
        consent,
    };
    Ok((StatusCode::CREATED, Json(ConsentOut::of(&view))))
}

/// Changes choices; effective at once.
#[utoipa::path(post, path = "/api/consents/{id}/choices", request_body = ChoicesIn,
    responses((status = 200, body = ConsentOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("consent.amend"))))]
pub(super) async fn choose(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ChoicesIn>,
) -> Result<Json<ConsentOut>, Problem> {
    let (view, case) = super::consent(&platform, &id).await?;
    let person = view.consent.record.person.clone();
    let actor = caller
        .may(
            &platform,
            "consent.amend",
            &super::resource(&case, &person, &id),
        )
        .await?;
    let facts = super::gather(&platform, &case, &person, &actor).await?;
    let context = Context::new(facts.now, actor)
        .on(&case.id)
        .resting_on(view.reference());
    platform
        .ledger()
        .execute::<ConsentAggregate>(&id, Command::Choose(input.answers), &facts, &context)
        .await?;
    let view = facts::consent(platform.db(), &id)
        .await?
        .ok_or_else(super::unknown)?;
    Ok(Json(ConsentOut::of(&view)))
}

fn record(
    input: ConsentIn,
    case: words::CaseId,
    person: PersonId,
    actor: &Actor,
    now: words::At,
) -> Result<Record, Problem> {
    let explained_by = match input.explained.by {
        Some(account) => AccountId::parse(account).map_err(|_| super::bad_id())?,
        None => actor.account.clone(),
    };
    let said = |p: &super::wire::ProxyIn| p.other.as_deref().is_some_and(|o| !o.trim().is_empty());
    Ok(Record {
        person,
        case,
        form: input.form,
        form_digest: input.form_sha256,
        giver: input.giver,
        proxy: input.proxy.map(|p| Proxy {
            other_given: said(&p),
            relation: p.relation,
        }),
        assent: input.assent.map(|a| Assent {
            form: a.form,
            form_digest: a.form_sha256,
            answers: a.answers,
        }),
        answers: input.answers,
        explained_by,
        explained_at: now,
        place: input.explained.place,
        method: input.explained.method,
        identity_check: input.identity_check,
        open_questions: input.open_questions,
        signature: input.signature_sha256,
    })
}
