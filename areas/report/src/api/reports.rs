//! Reports: draft, read, fetch, sign.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use blob::KeyId;
use web::{Caller, Platform, Problem};
use words::{CaseId, Context, Digest, Lang, text};

use super::wire::{DraftIn, PdfIn, ReportOut, SignIn, stage};
use super::{case, resource};
use crate::Around;
use crate::decide::report::{Command, Files, Report, Version};
use crate::jobs::draft::{NotDrafted, Wish, facts};
use crate::jobs::gather::CaseFacts;
use crate::words::Kind;

fn no_report() -> Problem {
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
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path((id, kind)): Path<(String, String)>,
    body: Bytes,
) -> Result<(StatusCode, Json<ReportOut>), Problem> {
    let about = case(&platform, &around, &id).await;
    let kind = Kind::of(&kind).ok_or_else(no_report)?;
    let about = about?;
    let id = crate::words::report_id(&about.id, kind);
    let actor = caller
        .may(
            &platform,
            "report.draft",
            &resource("report", &id, &about, ""),
        )
        .await?;
    let input: DraftIn = read_body(&body)?;
    let wish = Wish {
        case: about.id,
        kind,
        reason: input.reason,
        confirmations: input.confirmations,
    };
    let report = crate::jobs::draft::draft(&platform, around.as_ref(), wish, actor)
        .await
        .map_err(problem)?;
    Ok((StatusCode::CREATED, Json(ReportOut::of(&id, &report))))
}

fn read_body<T: serde::de::DeserializeOwned + Default>(body: &[u8]) -> Result<T, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    serde_json::from_slice(body).map_err(|e| {
        Problem::bad_input(text!(
            ("入力を読めません：{e}"),
            ("The input cannot be read: {e}")
        ))
    })
}

fn problem(error: NotDrafted) -> Problem {
    match error {
        NotDrafted::NoCase => super::no_case(),
        NotDrafted::Failed(failed) => failed.into(),
        NotDrafted::Broken(error) => error.into(),
    }
}

/// A report with its case, after the question whether the caller may.
async fn asked(
    platform: &Platform,
    around: &Around,
    caller: &Caller,
    action: &'static str,
    id: &str,
) -> Result<(Report, CaseFacts), Problem> {
    // What does not exist is asked about as well, so that probing leaves a trace and tells nothing.
    let Some((report, about)) = find(platform, around, id).await? else {
        let nothing = auth::Resource::new("report", id);
        caller.may(platform, action, &nothing).await?;
        return Err(no_report());
    };
    let on = resource("report", id, &about, stage(report.stage()));
    caller.may(platform, action, &on).await?;
    Ok((report, about))
}

async fn find(
    platform: &Platform,
    around: &Around,
    id: &str,
) -> Result<Option<(Report, CaseFacts)>, Problem> {
    let Some(loaded) = platform.ledger().load::<Report>(id).await? else {
        return Ok(None);
    };
    let about = around.case(platform, &loaded.state.case).await?;
    Ok(about.map(|about| (loaded.state, about)))
}

/// Reads a report: its versions and where each stands.
#[utoipa::path(get, path = "/api/reports/{id}", params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn read(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ReportOut>, Problem> {
    let (report, _) = asked(&platform, &around, &caller, "report.read", &id).await?;
    Ok(Json(ReportOut::of(&id, &report)))
}

/// Reads the content: every sentence in both languages with its sources.
#[utoipa::path(get, path = "/api/reports/{id}/content", params(("id" = String, Path), PdfIn),
    responses((status = 200, body = Object), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn content(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, _) = asked(&platform, &around, &caller, "report.read", &id).await?;
    let digest = version(&report, which.version)?.draft.data.clone();
    fetch(&platform, &report.case, &digest, "application/json").await
}

/// Fetches a printed form: the signed one, or the draft as long as there is none.
#[utoipa::path(get, path = "/api/reports/{id}/pdf", params(("id" = String, Path), PdfIn),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn pdf(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, _) = asked(&platform, &around, &caller, "report.read", &id).await?;
    let lang = Lang::from_tag(which.lang.as_deref().unwrap_or("ja"));
    let digest = printed(&report, which.version)?
        .pdfs
        .get(lang.tag())
        .cloned()
        .ok_or_else(printing)?;
    fetch(&platform, &report.case, &digest, "application/pdf").await
}

/// Fetches the FHIR bundle.
#[utoipa::path(get, path = "/api/reports/{id}/fhir", params(("id" = String, Path), PdfIn),
    responses((status = 200, content_type = "application/fhir+json", body = Object), (status = 404, body = Problem)),
    extensions(("x-action" = json!("report.read"))))]
pub async fn fhir(
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let (report, _) = asked(&platform, &around, &caller, "report.read", &id).await?;
    let digest = printed(&report, which.version)?
        .fhir
        .clone()
        .ok_or_else(printing)?;
    fetch(&platform, &report.case, &digest, "application/fhir+json").await
}

fn version(report: &Report, version: Option<i64>) -> Result<&Version, Problem> {
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

async fn fetch(
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
    State(platform): State<Platform>,
    Extension(around): Extension<Around>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<SignIn>,
) -> Result<Json<ReportOut>, Problem> {
    let kind = id
        .rsplit('.')
        .next()
        .and_then(Kind::of)
        .unwrap_or(Kind::Analysis);
    let Some((report, about)) = find(&platform, &around, &id).await? else {
        caller
            .may(
                &platform,
                kind.sign_action(),
                &auth::Resource::new("report", &id),
            )
            .await?;
        return Err(no_report());
    };
    let on = resource("report", &id, &about, stage(report.stage()));
    let actor = caller.may(&platform, kind.sign_action(), &on).await?;
    let facts = facts(&platform, &about).await?;
    let signer = (actor.account.to_string(), actor.role.clone());
    let mut context = Context::new(facts.now, actor).on(&about.id);
    context.consent = about.consent;
    let command = Command::Sign {
        digest: input.digest,
        signer,
    };
    let done = platform
        .ledger()
        .execute::<Report>(&id, command, &facts, &context)
        .await?;
    let report = done.state.ok_or_else(no_report)?;
    Ok(Json(ReportOut::of(&id, &report)))
}
