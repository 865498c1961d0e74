//! Stands in for the printing: one small PDF for every document.

use anyhow::Context as _;
use blob::KeyId;
use report::decide::report::{Command, Facts, Files, Report, Stage};
use serde_json::Value;
use store::Write;
use words::{Actor, Context};

use super::super::{clock, world::World};

const SHEET: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub async fn report(world: &World, payload: &Value) -> anyhow::Result<()> {
    let id = payload
        .get("report")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let number = payload
        .get("version")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let signed = payload
        .get("signed")
        .and_then(Value::as_bool)
        .unwrap_or_default();
    let platform = &world.opened.platform;
    let found = platform.ledger().load::<Report>(id).await?;
    let report = found.with_context(|| format!("no report {id}"))?.state;
    let version = report.version(number).context("no such version")?;
    if version.stage == Stage::Dropped {
        return Ok(());
    }
    let put = platform
        .blobs()
        .put(&KeyId::case(&report.case), SHEET)
        .await?;
    let mut files = Files::default();
    for lang in report.kind.langs() {
        files.pdfs.insert(lang.tag().to_owned(), put.digest.clone());
        files.pages.insert(lang.tag().to_owned(), 1);
    }
    let facts = Facts {
        now: clock::now(),
        consented: true,
        analysis_signed: false,
        panel_closed: false,
        panel_report_signed: false,
        openers: Vec::new(),
    };
    let command = Command::Render {
        version: number,
        signed,
        files,
    };
    let context = Context::new(clock::now(), Actor::system()).on(&report.case);
    let done = platform
        .ledger()
        .execute::<Report>(id, command, &facts, &context)
        .await;
    match done {
        // a newer version took its place meanwhile
        Ok(_) | Err(ledger::Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

pub async fn receipt(world: &World, id: &str) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    let view = consent::facts::consent(platform.db(), id).await?;
    let view = view.with_context(|| format!("no consent {id}"))?;
    let key = KeyId::person(&view.consent.record.person);
    if platform.blobs().is_forgotten(&key) {
        return Ok(());
    }
    let put = platform.blobs().put(&key, SHEET).await?;
    let sql = "INSERT INTO consent_receipt (consent, version, digest) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let args = vec![id.into(), view.version.into(), (&put.digest).into()];
    platform.db().run(Write::new(sql, args)).await?;
    Ok(())
}
