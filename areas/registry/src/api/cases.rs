//! Registering and reading cases.

use auth::{Holds, Resource};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::{Along, Failed};
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, Context, PersonId, SiteId};

use super::wire::{CaseIn, CaseOut, CasesOut, ExceptionIn, IdentitiesOut, IdentityOut, MemberIn};
use crate::{
    decide::{CaseAggregate, CaseCommand, CaseFacts, Refusal, person_commands},
    facts::{self, CaseView},
    jobs, store,
    words::{CaseKind, CaseStatus, Eligibility, Member, Relation, SiteOnDay, case_number, kana},
};

/// Registers a case after eligibility was established; outside the three conditions of cancer it waits for the committee.
#[utoipa::path(post, path = "/api/cases", request_body = CaseIn,
    responses((status = 201, body = CaseOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("case.register"))))]
pub(super) async fn register(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<CaseIn>,
) -> Result<(StatusCode, Json<CaseOut>), Problem> {
    let site = match &input.site {
        Some(site) => SiteId::parse(site.as_str()).map_err(|_| super::bad_id())?,
        None => caller.site().ok_or_else(super::bad_id)?,
    };
    let resource = Resource::new("case", "new").at_site(&site);
    let actor = caller.may(&platform, "case.register", &resource).await?;
    let case = NewCase {
        site,
        project: input.project,
        eligibility: input.eligibility,
        members: input.members,
    };
    let case = enter(&platform, &actor, case).await?;
    Ok((StatusCode::CREATED, Json(CaseOut::of(case))))
}

/// A case to register at a site.
pub(crate) struct NewCase {
    pub site: SiteId,
    /// Two digits; that of the field if absent.
    pub project: Option<String>,
    pub eligibility: Eligibility,
    pub members: Vec<MemberIn>,
}

/// Registers a case for somebody who may.
pub(crate) async fn enter(
    platform: &Platform,
    actor: &Actor,
    new: NewCase,
) -> Result<CaseView, Problem> {
    let NewCase {
        site,
        project,
        eligibility,
        members,
    } = new;
    let (members, writes) = people(platform, &site, members).await?;
    let kind = eligibility.kind();
    let project = project.unwrap_or_else(|| kind.project().to_owned());
    let on_day = facts::site(platform.db(), &site)
        .await?
        .ok_or_else(|| Problem::refused(&Refusal::SiteNotApproved(kind)))?;
    let facts = CaseFacts {
        now: platform.now(),
        site: Some(SiteOnDay {
            id: site,
            code: on_day.code,
            approvals: on_day.approvals,
        }),
        duplicate: duplicate(platform, kind, &members).await?,
    };
    number_and_register(
        platform,
        &project,
        &members,
        &eligibility,
        &facts,
        actor,
        &writes,
    )
    .await
}

/// Gives every member a person: the one known at the site under that patient number, else a new one with a sealed identity.
async fn people(
    platform: &Platform,
    site: &SiteId,
    input: Vec<MemberIn>,
) -> Result<(Vec<Member>, Vec<::store::Write>), Problem> {
    let (mut members, mut writes) = (Vec::new(), Vec::new());
    for MemberIn { relation, identity } in input {
        let lookup = match &identity.patient_number {
            Some(number) => Some(store::lookup(platform, site, number).await?),
            None => None,
        };
        let known = match &lookup {
            Some(lookup) => store::person_of(platform, lookup).await?,
            None => None,
        };
        let person = match known {
            Some(person) => {
                same_person(platform, &person, &identity).await?;
                person
            }
            None => {
                let person = PersonId::parse(platform.new_id("p-")).map_err(|_| super::bad_id())?;
                writes.push(store::write(platform, &person, lookup.as_ref(), &identity)?);
                person
            }
        };
        let (kana, born) = (&identity.kana, identity.birth_day);
        writes.push(store::namesake(platform, site, &person, kana, born)?);
        members.push(Member { person, relation });
    }
    Ok((members, writes))
}

/// A patient number that is known leads to the person it belongs to; another name or birth day under it is a mistake.
async fn same_person(
    platform: &Platform,
    person: &PersonId,
    typed: &store::Identity,
) -> Result<(), Problem> {
    let Some(known) = store::identity(platform, person).await? else {
        return Ok(());
    };
    let name = |i: &store::Identity| kana::normalised(&i.kana);
    if name(&known) == name(typed) && known.birth_day == typed.birth_day {
        return Ok(());
    }
    let cases = facts::cases_of(platform.db(), person).await?;
    let cases = cases.into_iter().map(|c| c.id).collect();
    Err(Problem::refused(&Refusal::NumberTaken(cases)))
}

async fn duplicate(
    platform: &Platform,
    kind: CaseKind,
    members: &[Member],
) -> Result<Option<CaseId>, Problem> {
    let Some(proband) = members.iter().find(|m| m.relation == Relation::Proband) else {
        return Ok(None);
    };
    let cases = facts::cases_of(platform.db(), &proband.person).await?;
    let same = |case: &&CaseView| {
        case.kind == kind
            && case.status != CaseStatus::Withdrawn
            && case.proband() == Some(&proband.person)
    };
    Ok(cases.iter().find(same).map(|case| case.id.clone()))
}

/// Takes the next number of site and project; if somebody else takes it first, the one after.
async fn number_and_register(
    platform: &Platform,
    project: &str,
    members: &[Member],
    eligibility: &Eligibility,
    facts: &CaseFacts,
    actor: &Actor,
    writes: &[::store::Write],
) -> Result<CaseView, Problem> {
    let code = facts.site.as_ref().map_or("", |s| s.code.as_str());
    let refused = || Problem::refused(&Refusal::Number);
    let mut running = last_number(platform, code, project).await?;
    loop {
        running += 1;
        let id = case_number(code, project, running).ok_or_else(refused)?;
        let command = CaseCommand::Register {
            id: id.clone(),
            project: project.to_owned(),
            members: members.to_vec(),
            eligibility: eligibility.clone(),
        };
        let context = Context::new(facts.now, actor.clone()).on(&id);
        let mut along = writes.to_vec();
        along.extend(members.iter().map(|m| store::member(&id, &m.person)));
        let along = Along {
            writes: along,
            ..Along::default()
        };
        match platform
            .ledger()
            .execute_along::<CaseAggregate>(id.as_str(), command, facts, &context, along)
            .await
        {
            Err(Failed::Refused(Refusal::AlreadyThere)) => {}
            Err(failed) => return Err(failed.into()),
            Ok(done) => {
                for (person, command) in done.events.iter().flat_map(person_commands) {
                    jobs::enter(platform, &person, command, &context).await?;
                }
                return done.state.map(CaseView::from).ok_or_else(refused);
            }
        }
    }
}

async fn last_number(platform: &Platform, code: &str, project: &str) -> Result<u32, Problem> {
    let sql = "SELECT MAX(id) FROM registry_case WHERE id LIKE $1";
    let row = platform
        .db()
        .one(sql, vec![format!("{code}-{project}-%").into()])
        .await?;
    let last = row.map(|row| row.text(0)).transpose()?.unwrap_or_default();
    Ok(last
        .rsplit('-')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0))
}

/// Records the expert committee's approval of an exception.
#[utoipa::path(post, path = "/api/cases/{id}/exception", request_body = ExceptionIn,
    responses((status = 200, body = CaseOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("case.exception"))))]
pub(super) async fn exception(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ExceptionIn>,
) -> Result<Json<CaseOut>, Problem> {
    let case = case(&platform, &id).await?;
    let actor = caller
        .may(&platform, "case.exception", &facts::resource_of(&case))
        .await?;
    let command = CaseCommand::ApproveException {
        category: input.category,
        reference: input.reference,
    };
    let context = Context::new(platform.now(), actor).on(&case.id);
    let facts = CaseFacts::at(platform.now());
    let done = platform
        .ledger()
        .execute::<CaseAggregate>(case.id.as_str(), command, &facts, &context)
        .await?;
    let state = done
        .state
        .ok_or_else(|| Problem::refused(&Refusal::Unknown))?;
    Ok(Json(CaseOut::of(state.into())))
}

/// Lists the cases the caller may see: those of the own sites, or all for the centre.
#[utoipa::path(get, path = "/api/cases", responses((status = 200, body = CasesOut)),
    extensions(("x-action" = json!("case.read"))))]
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<CasesOut>, Problem> {
    let mut resource = Resource::new("case", "all");
    let site = caller.site();
    if let Some(site) = &site {
        resource = resource.at_site(site);
    }
    if let Some(person) = caller.person() {
        resource = resource.of_person(person);
    }
    caller.may(&platform, "case.read", &resource).await?;
    let cases = match caller.person() {
        Some(person) if site.is_none() => facts::cases_of(platform.db(), person).await?,
        _ => facts::cases(platform.db(), site.as_ref()).await?,
    };
    Ok(Json(CasesOut {
        cases: cases.into_iter().map(CaseOut::of).collect(),
    }))
}

/// Shows a case, without identities.
#[utoipa::path(get, path = "/api/cases/{id}", responses((status = 200, body = CaseOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("case.read"))))]
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<CaseOut>, Problem> {
    let case = case(&platform, &id).await?;
    caller
        .may(&platform, "case.read", &facts::resource_of(&case))
        .await?;
    Ok(Json(CaseOut::of(case)))
}

/// Shows who the participants are; every reading is in the access log.
#[utoipa::path(get, path = "/api/cases/{id}/identity", responses((status = 200, body = IdentitiesOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!(["identity.read", "identity.read_opened"]))))]
pub(super) async fn identity(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<IdentitiesOut>, Problem> {
    let case = case(&platform, &id).await?;
    let own = caller.person().cloned();
    if facts::sight(&platform, &caller, &case).await?.is_none() {
        // the answer of the decision point, with its reason
        let resource = facts::resource_of(&case).holding(Holds::Identity);
        caller.may(&platform, "identity.read", &resource).await?;
    }
    let mut members = Vec::new();
    for Member { person, relation } in case.members {
        // A participant reads the own identity, not that of relatives.
        if own.as_ref().is_none_or(|own| *own == person) {
            let identity = store::identity(&platform, &person).await?;
            members.push(IdentityOut {
                person: person.to_string(),
                relation,
                identity,
            });
        }
    }
    Ok(Json(IdentitiesOut { members }))
}

async fn case(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    let id = CaseId::parse(id).map_err(|_| unknown())?;
    facts::case(platform.db(), &id).await?.ok_or_else(unknown)
}
