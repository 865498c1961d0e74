//! Progress, history and provenance of a case; the access log for those who review it.

use ::words::{AccountId, CaseId, PersonId, text};
use auth::{Filter, Resource};
use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use registry::facts::CaseView;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};

use crate::{
    facts,
    jobs::stands::{self, Stand},
    rules::provenance,
};

/// The routes.
pub fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(progress))
        .routes(routes!(history))
        .routes(routes!(accesses))
}

/// How far a case has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressOut {
    /// The state word of the central view.
    state: String,
    /// The next step, if one is left.
    next: Option<String>,
    /// Steps reached.
    reached: Vec<ReachedOut>,
    /// Why it stopped, if the state is `failed`.
    failed: Option<FailedOut>,
}

/// Work that could not be done.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedOut {
    /// Stable code.
    reason: String,
    /// What happened.
    #[schema(value_type = Object)]
    said: ::words::Text,
    /// What to do next.
    #[schema(value_type = Object)]
    next: ::words::Text,
}

/// A step that was reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReachedOut {
    state: String,
    /// RFC 3339.
    at: String,
    /// Position in the ledger.
    seq: i64,
    account: String,
    role: String,
    /// The consent it rests on: record, version, form.
    #[schema(value_type = Option<Object>)]
    consent: Option<::words::ConsentRef>,
}

/// The events of a case and the way of its files.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryOut {
    events: Vec<EventOut>,
    /// From the event that made a file to the event that used it.
    edges: Vec<EdgeOut>,
}

/// An event, without its content.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventOut {
    seq: i64,
    kind: String,
    id: String,
    event: String,
    at: String,
    account: String,
    role: String,
    #[schema(value_type = Option<Object>)]
    consent: Option<::words::ConsentRef>,
    hash: String,
}

/// A use of files.
#[derive(Debug, Serialize, ToSchema)]
pub struct EdgeOut {
    from: i64,
    to: i64,
    digests: usize,
}

/// How far a case has come.
#[utoipa::path(get, path = "/api/cases/{id}/progress", responses((status = 200, body = ProgressOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("case.read"))))]
async fn progress(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ProgressOut>, Problem> {
    let case = allowed(&platform, &caller, &id).await?;
    staff_only(&caller)?;
    let (events, progress) = facts::progress(&platform, &case).await?;
    let reached = progress.reached.iter().filter_map(|r| {
        let event = events.iter().find(|e| e.seq == r.seq)?;
        Some(ReachedOut {
            state: r.step.state.to_owned(),
            at: r.at.rfc3339(),
            seq: r.seq,
            account: event.actor.account.to_string(),
            role: event.actor.role.clone(),
            consent: event.consent.clone(),
        })
    });
    Ok(Json(ProgressOut {
        state: progress.state().to_owned(),
        next: progress.next.map(|s| s.state.to_owned()),
        reached: reached.collect(),
        failed: progress.failed().cloned().map(|f| FailedOut {
            reason: f.reason,
            said: f.said,
            next: f.next,
        }),
    }))
}

/// Every event of a case with the consent it rests on, and which event used whose files.
#[utoipa::path(get, path = "/api/cases/{id}/history", responses((status = 200, body = HistoryOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("case.read"))))]
async fn history(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<HistoryOut>, Problem> {
    let case = allowed(&platform, &caller, &id).await?;
    staff_only(&caller)?;
    let (events, _) = facts::progress(&platform, &case).await?;
    let graph = provenance::graph(&events);
    let seq = |at: usize| graph.nodes.get(at).map_or(0, |node| node.seq);
    let edges = graph.edges.iter().map(|e| EdgeOut {
        from: seq(e.from),
        to: seq(e.to),
        digests: e.digests,
    });
    let edges = edges.collect();
    let events = events.into_iter().map(|e| EventOut {
        seq: e.seq,
        kind: e.kind,
        id: e.id,
        event: e.event,
        at: e.at.rfc3339(),
        account: e.actor.account.to_string(),
        role: e.actor.role,
        consent: e.consent,
        hash: e.hash,
    });
    Ok(Json(HistoryOut {
        events: events.collect(),
        edges,
    }))
}

/// Steps and events tell what was found before anybody explained it: participants have their own page instead.
pub(crate) fn staff_only(caller: &Caller) -> Result<(), Problem> {
    if caller.person().is_none() {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "E-OVERSIGHT-STAFF-ONLY",
        text!(
            "この記録は病院とセンターの職員のためのものです。進み具合は「検査の進み具合」のページでご覧ください。",
            "This record is for staff. The page of your case shows where your test stands."
        ),
    ))
}

/// The case of an address, if the caller may read it.
pub(crate) async fn allowed(
    platform: &Platform,
    caller: &Caller,
    id: &str,
) -> Result<CaseId, Problem> {
    let (number, own) = stands::number(id);
    if let Some(case) = staffs(platform, caller, number).await? {
        return Ok(case);
    }
    let opened = opened(platform, caller, number, own).await?;
    opened.map(|(case, _)| case.id).ok_or_else(Problem::broken)
}

/// A case for staff; `None` if a participant asks.
async fn staffs(platform: &Platform, caller: &Caller, id: &str) -> Result<Option<CaseId>, Problem> {
    if caller.person().is_some() {
        return Ok(None);
    }
    let Some(case) = stands::known(platform, id).await? else {
        return Err(nothing(platform, caller, id).await);
    };
    let resource = registry::facts::resource_of(&case);
    caller.may(platform, "case.read", &resource).await?;
    Ok(Some(case.id))
}

/// A case for a participant, with how the participant stands to its patient: who acts for the patient asks as a proxy, unless
/// the own part is meant. `None` if staff ask and may.
pub(crate) async fn opened(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    own: bool,
) -> Result<Option<(CaseView, Stand)>, Problem> {
    let Some(holder) = caller.person() else {
        staffs(platform, caller, id).await?;
        return Ok(None);
    };
    let Some(case) = stands::known(platform, id).await? else {
        return Err(nothing(platform, caller, id).await);
    };
    let acts = match own {
        true => None,
        false => stands::acts(platform, &caller.account, holder, &case).await?,
    };
    let stand = acts.or_else(|| stands::takes_part(holder, &case));
    let mut resource = registry::facts::resource_of(&case);
    if let Some(Stand::Member) = stand {
        // a parent is a participant too: the case is the own one for every member
        resource = resource.of_person(holder);
    }
    caller.may(platform, "case.read", &resource).await?;
    Ok(stand.map(|stand| (case, stand)))
}

/// Who may not read cases does not learn which exist.
async fn nothing(platform: &Platform, caller: &Caller, id: &str) -> Problem {
    let unknown = Problem::not_found(text!(
        "その症例は見つかりません。",
        "There is no such case."
    ));
    let on = Resource::new("case", id);
    caller.missing(platform, "case.read", on, unknown).await
}

/// What to look for in the access log.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AccessQuery {
    /// Who asked.
    account: Option<String>,
    /// About which person.
    person: Option<String>,
    /// Of which case.
    case: Option<String>,
    /// At most this many lines (1,000 if absent).
    limit: Option<i64>,
}

/// Lines of the access log, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessesOut {
    accesses: Vec<AccessOut>,
}

/// One decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessOut {
    at: String,
    account: String,
    role: String,
    action: String,
    kind: String,
    thing: String,
    case: Option<String>,
    person: Option<String>,
    holds: String,
    rule: String,
    allowed: bool,
}

/// Who asked for what, when, under which rule, and what the answer was.
#[utoipa::path(get, path = "/api/accesses", params(AccessQuery), responses((status = 200, body = AccessesOut)),
    extensions(("x-action" = json!("access.review"))))]
async fn accesses(
    State(platform): State<Platform>,
    caller: Caller,
    Query(query): Query<AccessQuery>,
) -> Result<Json<AccessesOut>, Problem> {
    caller
        .may(
            &platform,
            "access.review",
            &Resource::new("access_log", "all"),
        )
        .await?;
    let bad = |_| {
        Problem::bad_input(text!(
            "検索条件のIDを読み取れません。",
            "An id in the query cannot be read."
        ))
    };
    let filter = Filter {
        account: query
            .account
            .map(AccountId::parse)
            .transpose()
            .map_err(bad)?,
        person: query.person.map(PersonId::parse).transpose().map_err(bad)?,
        case: query.case.map(CaseId::parse).transpose().map_err(bad)?,
        ..Filter::default()
    };
    let limit = query.limit.unwrap_or(1_000).clamp(1, 10_000);
    let lines = platform.auth().accesses(&filter, limit).await?;
    let accesses = lines.into_iter().map(|line| AccessOut {
        at: line.at.rfc3339(),
        account: line.account.to_string(),
        role: line.role,
        action: line.action,
        kind: line.kind,
        thing: line.thing,
        case: line.case.map(|c| c.to_string()),
        person: line.person.map(|p| p.to_string()),
        holds: line.holds.word().to_owned(),
        rule: line.rule,
        allowed: line.allowed,
    });
    Ok(Json(AccessesOut {
        accesses: accesses.collect(),
    }))
}
