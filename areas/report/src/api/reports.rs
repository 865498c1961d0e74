//! Reports: draft, read, fetch, sign.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use blob::KeyId;
use ledger::Along;
use web::{Asked, Platform, Problem, SignatureIn};
use words::{Actor, CaseId, Context, Digest, Lang, text};

use super::desk::Desk;
use super::resource;
use super::wire::{DraftIn, PdfIn, ReportOut, SignIn, stage};
use crate::decide::report::{Command, Facts, Files, Reason, Report, Version};
use crate::jobs::draft::{NotDrafted, Wish, facts};
use crate::jobs::gather::CaseFacts;
use crate::jobs::openers::openers;
use crate::store::notice::{self, Why};
use crate::words::{Kind, report_id};

pub(crate) fn no_report() -> Problem {
    Problem::not_found(text!(
        "そのレポートは見つかりません。",
        "There is no such report."
    ))
}

/// Drafts a new version; asking again for what stands already changes nothing.
#[utoipa::path(post, path = "/api/cases/{id}/reports/{kind}", request_body(content = DraftIn, description = "May be empty."),
    params(("id" = String, Path), ("kind" = String, Path, description = "analysis, panel or lay")),
    responses((status = 201, body = ReportOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("report.draft"))))]
pub async fn draft(
    desk: Desk,
    Path((id, kind)): Path<(String, String)>,
    body: Bytes,
) -> Result<(StatusCode, Json<ReportOut>), Problem> {
    let kind = Kind::of(&kind);
    let name = |about: &CaseFacts| report_id(&about.id, kind.unwrap_or(Kind::Analysis));
    let (about, actor) = desk.allowed("report.draft", "report", &id, name).await?;
    let (kind, id) = (kind.ok_or_else(no_report)?, name(&about));
    let input: DraftIn = read_body(&body)?;
    let wish = Wish {
        case: about.id,
        kind,
        reason: input.reason,
        confirmations: input.confirmations,
        levels: input.levels,
    };
    let report = drafted(&desk, wish, actor).await?;
    Ok((StatusCode::CREATED, Json(ReportOut::of(&id, &report))))
}

async fn drafted(desk: &Desk, wish: Wish, actor: Actor) -> Result<Report, Problem> {
    let (platform, around) = (&desk.platform, desk.around.as_ref());
    let report = crate::jobs::draft::draft(platform, around, wish, actor);
    report.await.map_err(problem)
}

/// Drafts a version for somebody who may; the answers of tests that the version before knew stay known.
pub(crate) async fn draft_as(
    desk: &Desk,
    (about, actor): (CaseFacts, Actor),
    kind: Kind,
    (reason, levels): (Option<Reason>, Option<u8>),
) -> Result<Report, Problem> {
    let id = report_id(&about.id, kind);
    let before = desk.platform.ledger().load::<Report>(&id).await?;
    let before = before.as_ref().and_then(|l| l.state.last());
    let wish = Wish {
        confirmations: before
            .map(|v| v.draft.confirmations.clone())
            .unwrap_or_default(),
        case: about.id,
        kind,
        reason,
        levels,
    };
    drafted(desk, wish, actor).await
}

fn read_body<T: serde::de::DeserializeOwned + Default>(body: &[u8]) -> Result<T, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    web::read_json(body)
}

fn problem(error: NotDrafted) -> Problem {
    match error {
        NotDrafted::NoCase => super::no_case(),
        NotDrafted::Failed(failed) => failed.into(),
        NotDrafted::Broken(error) => error.into(),
    }
}

/// A report with its case, after the question whether the caller may. What does not exist is asked about as well, so
/// that probing leaves a trace and tells nothing.
pub(crate) async fn asked(
    desk: &Desk,
    action: &'static str,
    id: &str,
) -> Result<(Report, CaseFacts, Actor), Problem> {
    let (platform, caller) = (&desk.platform, &desk.caller);
    let Some((report, about)) = find(desk, id).await? else {
        let nothing = auth::Resource::new("report", id);
        return Err(caller.missing(platform, action, nothing, no_report()).await);
    };
    let on = resource("report", id, &about, stage(report.stage()));
    let actor = caller.may(platform, action, &on).await?;
    Ok((report, about, actor))
}

async fn find(desk: &Desk, id: &str) -> Result<Option<(Report, CaseFacts)>, Problem> {
    let platform = &desk.platform;
    let Some(loaded) = platform.ledger().load::<Report>(id).await? else {
        return Ok(None);
    };
    let about = desk.around.case(platform, &loaded.state.case).await?;
    Ok(about.map(|about| (loaded.state, about)))
}

/// Reads a report: its versions and where each stands.
#[utoipa::path(get, path = "/api/reports/{id}", params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn read(desk: Desk, Path(id): Path<String>) -> Result<Json<ReportOut>, Problem> {
    let (report, ..) = asked(&desk, "report.read", &id).await?;
    Ok(Json(ReportOut::of(&id, &report)))
}

/// Reads the content: every sentence in both languages with its sources.
#[utoipa::path(get, path = "/api/reports/{id}/content", params(("id" = String, Path), PdfIn),
    responses((status = 200, body = Object), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn content(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, ..) = asked(&desk, "report.read", &id).await?;
    let digest = version(&report, which.version)?.draft.data.clone();
    fetch(&desk.platform, &report.case, &digest, "application/json").await
}

/// Fetches a printed form: the signed one, or the draft as long as there is none.
#[utoipa::path(get, path = "/api/reports/{id}/pdf", params(("id" = String, Path), PdfIn),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn pdf(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, ..) = asked(&desk, "report.read", &id).await?;
    let lang = Lang::from_tag(which.lang.as_deref().unwrap_or("ja"));
    let digest = printed(&report, which.version)?
        .pdfs
        .get(lang.tag())
        .cloned()
        .ok_or_else(printing)?;
    fetch(&desk.platform, &report.case, &digest, "application/pdf").await
}

/// Fetches the FHIR bundle.
#[utoipa::path(get, path = "/api/reports/{id}/fhir", params(("id" = String, Path), PdfIn),
    responses((status = 200, content_type = "application/fhir+json", body = Object), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn fhir(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, ..) = asked(&desk, "report.read", &id).await?;
    let digest = printed(&report, which.version)?
        .fhir
        .clone()
        .ok_or_else(printing)?;
    fetch(
        &desk.platform,
        &report.case,
        &digest,
        "application/fhir+json",
    )
    .await
}

pub(crate) fn version(report: &Report, version: Option<i64>) -> Result<&Version, Problem> {
    let found = version.map_or_else(|| report.last(), |v| report.version(v));
    found.ok_or_else(no_report)
}

fn printed(report: &Report, which: Option<i64>) -> Result<&Files, Problem> {
    let version = version(report, which)?;
    Ok(if version.signature.is_some() {
        &version.signed
    } else {
        &version.drafted
    })
}

fn printing() -> Problem {
    Problem::not_found(text!(
        "印刷用の文書を作成しています。数秒後にもう一度開いてください。",
        "The document is being printed. Please open it again in a few seconds."
    ))
}

pub(crate) async fn fetch(
    platform: &Platform,
    case: &CaseId,
    digest: &Digest,
    kind: &'static str,
) -> Result<Response, Problem> {
    let bytes = platform
        .blobs()
        .get(&KeyId::case(case), digest)
        .await
        .map_err(anyhow::Error::from)?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// Signs the newest version. The digest must be that of the content the signer saw; a second signature is refused.
#[utoipa::path(post, path = "/api/reports/{id}/sign", request_body = SignIn, params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!(["analysis_report.sign", "panel_report.sign"]))))]
pub async fn sign(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<SignIn>,
) -> Result<Json<ReportOut>, Problem> {
    let seen = asked(&desk, kind_of(&id).sign_action(), &id).await?;
    let signature = input.signature.as_ref();
    let report = sign_as(&desk, &id, seen, (input.digest, signature)).await?;
    Ok(Json(ReportOut::of(&id, &report)))
}

/// The kind of a report by its id.
pub(crate) fn kind_of(id: &str) -> Kind {
    let word = id.rsplit('.').next();
    word.and_then(Kind::of).unwrap_or(Kind::Analysis)
}

/// What the key of a signer is asked for.
pub(crate) fn asked_for(id: &str, digest: &Digest) -> Asked {
    Asked {
        purpose: kind_of(id).sign_action(),
        thing: id.to_owned(),
        digest: digest.clone(),
    }
}

/// Signs for somebody who may. Where the version takes the place of another, those who had opened that one are told.
pub(crate) async fn sign_as(
    desk: &Desk,
    id: &str,
    (report, about, actor): (Report, CaseFacts, Actor),
    (digest, signature): (Digest, Option<&SignatureIn>),
) -> Result<Report, Problem> {
    let mut facts = facts(&desk.platform, &about).await?;
    facts.openers = openers(&desk.platform, id, &report, &actor.account).await?;
    let under = asked_for(id, &digest);
    let signed = match signature {
        Some(answer) => Some(web::signed(&desk.platform, &desk.caller, &under, answer).await?),
        None => None,
    };
    let command = Command::Sign {
        digest,
        signed: signed.map(Box::new),
        signer: (actor.account.to_string(), actor.role.clone()),
    };
    let version = report.last().map_or(0, |v| v.version);
    let told = notice::told(
        id,
        &about.id,
        version,
        Why::Amended,
        &facts.openers,
        facts.now,
    );
    act(desk, id, (about, actor), command, (facts, told)).await
}

/// Does something about a report; `told` are the notices that go with it.
pub(crate) async fn act(
    desk: &Desk,
    id: &str,
    (about, actor): (CaseFacts, Actor),
    command: Command,
    (facts, told): (Facts, Vec<::store::Write>),
) -> Result<Report, Problem> {
    let mut context = Context::new(facts.now, actor).on(&about.id);
    context.consent = about.consent;
    let along = Along {
        writes: told,
        ..Along::default()
    };
    let ledger = desk.platform.ledger();
    let done = ledger.execute_along::<Report>(id, command, &facts, &context, along);
    done.await?.state.ok_or_else(no_report)
}
