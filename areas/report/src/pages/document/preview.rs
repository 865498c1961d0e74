//! The rendered page beside the draft. A draft is set anew each time, so that it shows what was just written; a signed
//! version is the file that was signed.

use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use web::Problem;
use words::Lang;

use super::Sheet;
use crate::api::Desk;
use crate::api::reports::fetch;
use crate::api::wire::PdfIn;
use crate::jobs::{print, render};

/// The PDF.
pub async fn pdf(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<PdfIn>,
) -> Result<Response, Problem> {
    let sheet = Sheet::open(desk, id).await?;
    let version = sheet.version(which.version)?;
    let lang = which.lang.as_deref().map_or(sheet.lang, Lang::from_tag);
    let (platform, case) = (&sheet.desk.platform, &sheet.about.id);
    if let Some(digest) = version.signed.pdfs.get(lang.tag()) {
        return fetch(platform, case, digest, "application/pdf").await;
    }
    let page = print::Sheet {
        content: sheet.content(version).await?,
        digest: version.draft.data.clone(),
        signature: version.signature.clone(),
        supersedes: version.supersedes,
    };
    let fonts = render::fonts(&platform.settings().fonts_dir).map_err(anyhow::Error::from)?;
    // Setting type is work for the processor only.
    let set = tokio::task::spawn_blocking(move || page.print(lang, &fonts));
    let pdf = set.await.map_err(anyhow::Error::from)?;
    let pdf = pdf.map_err(anyhow::Error::from)?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf.bytes).into_response())
}
