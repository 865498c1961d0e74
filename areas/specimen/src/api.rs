//! Tubes over HTTP.

mod wire;

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ledger::Failed;
use registry::facts::CaseView;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::{AccountId, Actor, CaseId, Context, PersonId, SiteId, text};

use crate::{
    decide::{Command, Facts, Refusal, State as TubeState, Tube},
    facts, jobs, rules,
    words::{SopRef, TubeNumber},
};
use wire::{
    AcceptIn, DestroyIn, PlanIn, ReceiveIn, RefuseIn, ScanIn, ShipIn, SopIn, TubeOut, TubesOut,
};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(plan, of_case))
        .routes(routes!(read))
        .routes(routes!(collect))
        .routes(routes!(label))
        .routes(routes!(ship))
        .routes(routes!(receive))
        .routes(routes!(accept))
        .routes(routes!(nonconforming))
        .routes(routes!(destroy))
}

type Answer = Result<Json<TubeOut>, Problem>;

/// Reserves the next numbers of a kind for a participant of a case.
#[utoipa::path(post, path = "/api/cases/{id}/tubes", request_body = PlanIn,
    responses((status = 201, body = TubesOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.plan"))))]
async fn plan(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<PlanIn>,
) -> Result<(StatusCode, Json<TubesOut>), Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("tube", id)
        .of_case(&case.id)
        .at_site(&case.site);
    let actor = caller.may(&platform, "specimen.plan", &resource).await?;
    let person = PersonId::parse(input.person.as_str()).map_err(|_| bad_input())?;
    if !case.members.iter().any(|m| m.person == person) {
        return Err(Problem::refused(&Refusal::NotAMember));
    }
    let mut tubes = Vec::new();
    for _ in 0..input.count.unwrap_or(1).clamp(1, 20) {
        tubes.push(plan_one(&platform, &case, &person, &input, &actor).await?);
    }
    Ok((StatusCode::CREATED, Json(TubesOut { tubes })))
}

/// Somebody else may take the same number at the same moment: then the next one is tried.
async fn plan_one(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    input: &PlanIn,
    actor: &Actor,
) -> Result<TubeOut, Problem> {
    let taken = facts::states(platform.db(), "case_id", (&case.id).into()).await?;
    let same_kind = taken
        .iter()
        .filter(|t| (t.role, t.material) == (input.role, input.material));
    let mut nn = same_kind.map(|t| t.number.nn()).max().unwrap_or(0);
    loop {
        nn += 1;
        let number = TubeNumber::issue(&case.id, input.role, input.material, nn);
        let number = number.ok_or_else(|| Problem::refused(&Refusal::NumbersUsedUp))?;
        let command = Command::Plan {
            number: number.clone(),
            case: case.id.clone(),
            person: person.clone(),
            role: input.role,
            material: input.material,
            site: case.site.clone(),
        };
        let facts = gather(platform, actor, &case.id, person, &[&case.site]).await?;
        match execute(platform, number.as_str(), &case.id, command, &facts).await {
            Err(Failed::Refused(Refusal::AlreadyPlanned)) => {}
            other => return Ok(TubeOut::of(&other?)),
        }
    }
}

/// Lists the tubes of a case.
#[utoipa::path(get, path = "/api/cases/{id}/tubes", responses((status = 200, body = TubesOut)),
    extensions(("x-action" = json!("specimen.read"))))]
async fn of_case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TubesOut>, Problem> {
    let case = case(&platform, &id).await?;
    let resource = Resource::new("tube", id)
        .of_case(&case.id)
        .at_site(&case.site);
    caller.may(&platform, "specimen.read", &resource).await?;
    let tubes = facts::states(platform.db(), "case_id", (&case.id).into()).await?;
    Ok(Json(TubesOut {
        tubes: tubes.iter().map(TubeOut::of).collect(),
    }))
}

/// Shows a tube with its chain of custody.
#[utoipa::path(get, path = "/api/tubes/{id}", responses((status = 200, body = TubeOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("specimen.read"))))]
async fn read(State(platform): State<Platform>, caller: Caller, Path(id): Path<String>) -> Answer {
    let tube = tube(&platform, &id).await?;
    let case = case(&platform, tube.case.as_str()).await?;
    caller
        .may(&platform, "specimen.read", &resource(&tube, &case.site))
        .await?;
    let events = platform.ledger().events_of_case(&tube.case).await?;
    Ok(Json(TubeOut::of(&tube).with_custody(&tube, &events)))
}

/// Records that a tube was filled.
#[utoipa::path(post, path = "/api/tubes/{id}/collect", request_body = SopIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.collect"))))]
async fn collect(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<SopIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.collect",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    let command = Command::Collect {
        sop: sop(&platform, "collect", input.sop),
    };
    act(&platform, &tube, command, &actor, &[]).await
}

/// Checks the label by scanning it.
#[utoipa::path(post, path = "/api/tubes/{id}/label", request_body = ScanIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.collect"))))]
async fn label(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ScanIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.collect",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    let command = Command::Label {
        scanned: input.scanned,
        sop: sop(&platform, "label", input.sop),
    };
    act(&platform, &tube, command, &actor, &[]).await
}

/// Scans a tube out.
#[utoipa::path(post, path = "/api/tubes/{id}/ship", request_body = ShipIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.ship"))))]
async fn ship(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ShipIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.ship",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    let to = SiteId::parse(input.to).map_err(|_| bad_input())?;
    if ![&input.carrier, &input.waybill]
        .into_iter()
        .all(|code| words::Id::<()>::parse(code.as_str()).is_ok())
    {
        return Err(bad_input());
    }
    let command = Command::Ship {
        scanned: input.scanned,
        to: to.clone(),
        carrier: input.carrier,
        waybill: input.waybill,
        sop: sop(&platform, "transport", input.sop),
    };
    act(&platform, &tube, command, &actor, &[&to]).await
}

/// Scans a tube in at its addressee.
#[utoipa::path(post, path = "/api/tubes/{id}/receive", request_body = ReceiveIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.receive"))))]
async fn receive(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ReceiveIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let addressee = tube.on_the_way.as_ref().map_or(&tube.custodian, |t| &t.to);
    let actor = caller
        .may(&platform, "specimen.receive", &resource(&tube, addressee))
        .await?;
    let tenths = |celsius: Option<f64>| celsius.map(|c| (c * 10.0).round() as i32);
    let command = Command::Receive {
        scanned: input.scanned,
        condition: input.condition,
        seal_ok: input.seal_ok,
        temp_min: tenths(input.temp_min),
        temp_max: tenths(input.temp_max),
        sop: sop(&platform, "receipt", input.sop),
    };
    act(&platform, &tube, command, &actor, &[]).await
}

/// Finds a tube fit for use.
#[utoipa::path(post, path = "/api/tubes/{id}/accept", request_body = AcceptIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
async fn accept(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<AcceptIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.accept",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    let command = Command::Accept {
        din: input.din.map(|din| (din * 10.0).round() as u32),
        amount_ng: input.amount_ng,
        sop: sop(&platform, "receipt", input.sop),
    };
    act(&platform, &tube, command, &actor, &[]).await
}

/// Finds a tube not fit for use.
#[utoipa::path(post, path = "/api/tubes/{id}/nonconforming", request_body = RefuseIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
async fn nonconforming(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<RefuseIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.accept",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    act(
        &platform,
        &tube,
        Command::Refuse { class: input.class },
        &actor,
        &[],
    )
    .await
}

/// Records the destruction that was ordered after a withdrawal.
#[utoipa::path(post, path = "/api/tubes/{id}/destroy", request_body = DestroyIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
async fn destroy(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<DestroyIn>,
) -> Answer {
    let tube = tube(&platform, &id).await?;
    let actor = caller
        .may(
            &platform,
            "specimen.accept",
            &resource(&tube, &tube.custodian),
        )
        .await?;
    let witness = AccountId::parse(input.witness).map_err(|_| bad_input())?;
    let known = platform
        .auth()
        .who(&witness, platform.now())
        .await
        .map_err(Problem::from)?;
    let Some(_) = known else {
        return Err(Problem::refused(&Refusal::NoWitness));
    };
    let command = Command::Destroy {
        scanned: input.scanned,
        witness,
        sop: sop(&platform, "destroy", input.sop),
    };
    let answer = act(&platform, &tube, command, &actor, &[]).await?;
    jobs::report(&platform, &tube.person, &tube.case).await?;
    Ok(answer)
}

async fn act(
    platform: &Platform,
    tube: &TubeState,
    command: Command,
    actor: &Actor,
    sites: &[&SiteId],
) -> Answer {
    let facts = gather(platform, actor, &tube.case, &tube.person, sites).await?;
    let done = execute(platform, tube.number.as_str(), &tube.case, command, &facts).await?;
    Ok(Json(TubeOut::of(&done)))
}

/// Decides and writes, resting on the consent in force.
async fn execute(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: Command,
    facts: &Facts,
) -> Result<TubeState, Failed<Refusal>> {
    let mut context = Context::new(facts.now, facts.actor.clone()).on(case);
    if let Some(consent) = &facts.consent {
        context = context.resting_on(consent.clone());
    }
    let done = platform
        .ledger()
        .execute::<Tube>(id, command, facts, &context)
        .await?;
    done.state.ok_or(Failed::Refused(Refusal::Unknown))
}

/// What the decision needs from upstream.
async fn gather(
    platform: &Platform,
    actor: &Actor,
    case: &CaseId,
    person: &PersonId,
    sites: &[&SiteId],
) -> Result<Facts, Problem> {
    let consent = consent::facts::in_force_for(platform.db(), person, case).await?;
    let now = platform.now();
    let mut domestic = Vec::new();
    for site in sites {
        // The committee approves sites inside the country only.
        let found = registry::facts::site(platform.db(), site).await?;
        if found.is_some_and(|s| s.approved_on(now.day())) {
            domestic.push((*site).clone());
        }
    }
    Ok(Facts {
        now,
        actor: actor.clone(),
        consent: consent.map(|c| c.reference),
        domestic,
    })
}

async fn case(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let unknown = || {
        Problem::not_found(text!(
            "この症例は登録されていません。",
            "There is no such case."
        ))
    };
    let id = CaseId::parse(id).map_err(|_| unknown())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(unknown)
}

/// A path with a misread number says so instead of "not found".
async fn tube(platform: &Platform, id: &str) -> Result<TubeState, Problem> {
    let number: TubeNumber = id
        .parse()
        .map_err(|e| Problem::refused(&Refusal::Misread(e)))?;
    let found = platform.ledger().load::<Tube>(number.as_str()).await?;
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    Ok(found.ok_or_else(unknown)?.state)
}

fn resource(tube: &TubeState, site: &SiteId) -> Resource {
    Resource::new("tube", tube.number.as_str())
        .of_case(&tube.case)
        .of_person(&tube.person)
        .at_site(site)
        .in_state(tube.status.code())
}

fn sop(platform: &Platform, kind: &str, given: Option<SopRef>) -> SopRef {
    given.unwrap_or_else(|| rules::current(kind, platform.now().day()))
}

fn bad_input() -> Problem {
    Problem::bad_input(text!(
        "番号・符号は英数字と「-_.:@」で入力してください。",
        "Numbers and codes consist of letters, digits and \"-_.:@\"."
    ))
}
