//! The job `report.render`: PDFs in every language and the FHIR bundle, sealed with the case's key.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use anyhow::Context as _;
use blob::KeyId;
use ledger::Failed;
use paper::Fonts;
use serde::Deserialize;
use web::Platform;
use words::{Actor, At, Context, Lang};

use super::print::Sheet;
use crate::decide::report::{Command, Facts, Files, Report, Stage};

#[derive(Deserialize)]
struct Payload {
    report: String,
    version: i64,
    signed: bool,
}

/// Runs the job; doing it twice gives the same files and no second event.
///
/// # Errors
/// If the report, its content or the fonts are missing, or the store fails.
pub async fn run(platform: Platform, payload: serde_json::Value) -> anyhow::Result<()> {
    let job: Payload = serde_json::from_value(payload)?;
    let loaded = platform.ledger().load::<Report>(&job.report).await?;
    let report = loaded.context("find the report of the job")?.state;
    let version = report
        .version(job.version)
        .context("find the version of the job")?;
    if version.stage == Stage::Dropped {
        return Ok(());
    }
    let digest = version.draft.data.clone();
    let sheet = Sheet {
        content: super::open(&platform, &report.case, &digest).await?,
        digest,
        signature: version.signature.clone().filter(|_| job.signed),
        supersedes: version.supersedes,
    };
    let files = files(&platform, sheet).await?;
    let command = Command::Render {
        version: job.version,
        signed: job.signed,
        files,
    };
    let facts = unasked(platform.now());
    let context = Context::new(platform.now(), Actor::system()).on(&report.case);
    match platform
        .ledger()
        .execute::<Report>(&job.report, command, &facts, &context)
        .await
    {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(Failed::Stale) => anyhow::bail!("somebody else acted first"),
        Err(Failed::Store(error)) => Err(error.into()),
    }
}

/// Rendering asks for nothing but time.
fn unasked(now: At) -> Facts {
    Facts {
        now,
        consented: true,
        analysis_signed: false,
        panel_closed: false,
        panel_report_signed: false,
        openers: vec![],
    }
}

async fn files(platform: &Platform, sheet: Sheet) -> anyhow::Result<Files> {
    let fonts = fonts(&platform.settings().fonts_dir)?;
    let case = sheet.content.case.clone();
    let sheet = Arc::new(sheet);
    let mut files = Files::default();
    // Both languages at once: setting type is work for the processor only.
    let set = |lang: &Lang| {
        let (sheet, fonts, lang) = (Arc::clone(&sheet), fonts.clone(), *lang);
        tokio::task::spawn_blocking(move || sheet.print(lang, &fonts).map(|pdf| (lang, pdf)))
    };
    let tasks: Vec<_> = sheet.content.kind.langs().iter().map(set).collect();
    for task in tasks {
        let (lang, pdf) = task.await??;
        let put = platform
            .blobs()
            .put(&KeyId::case(&case), &pdf.bytes)
            .await?;
        files.pdfs.insert(lang.tag().to_owned(), put.digest);
        files.pages.insert(lang.tag().to_owned(), pdf.pages);
    }
    let printed = files.pdfs.iter();
    let printed = printed.map(|(l, d)| (l.clone(), d.to_string())).collect();
    files.fhir = Some(super::seal(platform, &case, &sheet.bundle(printed)).await?);
    Ok(files)
}

static FONTS: LazyLock<Mutex<HashMap<PathBuf, Fonts>>> = LazyLock::new(Mutex::default);

/// The fonts of a directory, loaded once per process.
pub(crate) fn fonts(dir: &Path) -> Result<Fonts, paper::Error> {
    let mut loaded = FONTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fonts) = loaded.get(dir) {
        return Ok(fonts.clone());
    }
    let fonts = Fonts::find(&[dir.to_owned()])?;
    loaded.insert(dir.to_owned(), fonts.clone());
    Ok(fonts)
}
