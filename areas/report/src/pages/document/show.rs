//! The page of a report.

use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;
use web::{Problem, page};
use words::text;

use super::{Sheet, act, sentences, versions};
use crate::api::Desk;
use crate::decide::report::Stage;
use crate::store::notice;

/// Which version, and which sentence is being mended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    version: Option<i64>,
    edit: Option<usize>,
}

/// Reads it; what was told of this version is seen with that.
pub async fn read(
    desk: Desk,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<impl IntoResponse, Problem> {
    let sheet = Sheet::open(desk, id).await?;
    let version = sheet.version(which.version)?.version;
    let (platform, account) = (&sheet.desk.platform, &sheet.actor.account);
    notice::seen(platform.db(), account, &sheet.id, version, platform.now()).await?;
    page(&sheet, which.version, which.edit, None).await
}

/// The page; after a refusal with what had been typed.
pub async fn page(
    sheet: &Sheet,
    which: Option<i64>,
    edit: Option<usize>,
    refused: Option<&act::Refused>,
) -> Result<Markup, Problem> {
    let (lang, kind) = (sheet.lang, sheet.report.kind);
    let version = sheet.version(which)?;
    let content = sheet.content(version).await?;
    let draft = version.stage == Stage::Draft;
    let may_edit = draft && sheet.may("report.edit").await?;
    let editing = sentences::Editing {
        may: may_edit,
        open: edit.filter(|_| may_edit),
        refused,
    };
    let title = text!(
        ("{} {}", kind.title().ja, sheet.about.id),
        ("{} {}", kind.title().en, sheet.about.id)
    );
    let number = version.version;
    let body = html! {
        h1 { (kind.title().get(lang)) " " span class="tag" { (text!(("第{number}版"), ("version {number}")).get(lang)) } }
        p class="session-head" {
            (versions::stage(version.stage, lang)) " "
            a href=(format!("/cases/{}", sheet.about.id)) { (text!("症例", "Case").get(lang)) " " (sheet.about.id) }
        }
        @if let Some(refused) = refused { (page::refused(lang, &refused.problem)) }
        (versions::superseded(sheet, version))
        div class="report" {
            div class="draft-side" {
                (sentences::all(sheet, version, &content, &editing).await?)
            }
            div class="page-side" { (preview(sheet, number)) }
            // under the sentences: only the preview stays beside them, so that the button to sign is always reached
            div class="done-side" {
                (versions::actions(sheet, version).await?)
                (versions::table(sheet).await?)
            }
        }
    };
    Ok(page::page(lang, &title, &sheet.desk.caller, body))
}

fn preview(sheet: &Sheet, number: i64) -> Markup {
    let lang = sheet.lang;
    let to = |of: words::Lang| sheet.to(&format!("/preview?version={number}&lang={}", of.tag()));
    let label = text!("印刷されるページ", "The page as it will be printed");
    html! {
        section aria-labelledby="preview-h" {
            h2 id="preview-h" { (label.get(lang)) }
            iframe class="preview" src=(to(lang)) title=(label.get(lang)) {}
            p {
                a href=(to(words::Lang::Ja)) { "PDF 日本語" } " · "
                a href=(to(words::Lang::En)) lang="en" { "PDF English" }
            }
        }
    }
}
