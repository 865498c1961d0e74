//! Submitting a record and changing choices.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::Along;
use registry::facts::CaseView;
use web::{Caller, Platform, Problem};
use words::{AccountId, Actor, Context, PersonId};

use super::wire::{ChoicesIn, ConsentIn, ConsentOut};
use crate::{
    decide::{Command, ConsentAggregate},
    facts::{self, ConsentView},
    jobs,
    store::{self, Note},
    words::{Answers, Assent, Proxy, Record},
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
    let other = input.proxy.as_ref().and_then(|p| p.other.clone());
    let record = record(input, case.id.clone(), person, &actor, platform.now())?;
    let id = platform.new_id("c-");
    let view = keep(&platform, &case, (&id, other), record, actor).await?;
    Ok((StatusCode::CREATED, Json(ConsentOut::of(&view))))
}

/// Makes a record under an id of its own, with what the other relation of a proxy is; and lets the record that it takes the
/// place of know. However the record came about, this is the way it goes.
pub(crate) async fn keep(
    platform: &Platform,
    case: &CaseView,
    (id, other_relation): (&str, Option<String>),
    record: Record,
    actor: Actor,
) -> Result<ConsentView, Problem> {
    let person = record.person.clone();
    let facts = super::gather(platform, case, &person, &actor).await?;
    let writes = vec![store::note(
        platform,
        id,
        &person,
        &Note { other_relation },
    )?];
    let context = Context::new(facts.now, actor).on(&case.id);
    let along = Along {
        writes,
        ..Along::default()
    };
    let command = Command::Give(Box::new(record));
    let done = platform
        .ledger()
        .execute_along::<ConsentAggregate>(id, command, &facts, &context, along)
        .await?;
    let consent = done.state.ok_or_else(super::unknown)?;
    jobs::supersede(platform, id, &consent).await?;
    Ok(ConsentView {
        id: id.to_owned(),
        version: done.version,
        consent,
    })
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
    let view = change(&platform, &caller, &id, input.answers).await?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Changes choices for whoever may: staff of the own site, or the person.
pub(crate) async fn change(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    answers: Answers,
) -> Result<ConsentView, Problem> {
    let (view, case) = super::consent(platform, id).await?;
    let person = view.consent.record.person.clone();
    let resource = super::resource(&case, &person, id);
    let actor = caller.may(platform, "consent.amend", &resource).await?;
    let facts = super::gather(platform, &case, &person, &actor).await?;
    let context = Context::new(facts.now, actor)
        .on(&case.id)
        .resting_on(view.reference());
    platform
        .ledger()
        .execute::<ConsentAggregate>(id, Command::Choose(answers), &facts, &context)
        .await?;
    facts::consent(platform.db(), id)
        .await?
        .ok_or_else(super::unknown)
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
            authority: p.authority,
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
        remote: input.explained.remote,
        supersedes: input.supersedes,
    })
}
