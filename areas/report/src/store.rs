//! Reads of this area's rows.

pub mod notice;
pub(crate) mod sessions;

use blob::KeyId;
use store::{Db, Error, Value};
use words::{At, CaseId, Digest};

use crate::decide::panel::{Panel, Stage};
use crate::decide::report::{Report, Version};
use crate::words::panel::{Before, PanelOutcome};
use crate::words::{Kind, panel_id, report_id};

/// The schema of this area.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![
        store::Migration {
            name: "report/0001_report",
            sql: include_str!("../migrations/0001_report.sql"),
        },
        store::Migration {
            name: "report/0002_notice",
            sql: include_str!("../migrations/0002_notice.sql"),
        },
    ]
}

/// The sealed contents and files of every version of a report.
pub(crate) fn report_objects(report: &Report) -> Vec<(KeyId, Digest)> {
    let of = |version: &Version| {
        let files = [&version.drafted, &version.signed];
        let files = files
            .into_iter()
            .flat_map(|f| f.pdfs.values().chain(&f.fhir).cloned());
        let mut all: Vec<Digest> = files.collect();
        all.push(version.draft.data.clone());
        all.extend(version.earlier.iter().cloned());
        all
    };
    sealed(&report.case, report.versions.iter().flat_map(of))
}

/// The sealed words of a panel.
pub(crate) fn panel_objects(panel: &Panel) -> Vec<(KeyId, Digest)> {
    let remarks = panel.ballots.values().filter_map(|b| b.comment.as_ref());
    let words = [&panel.recommendation, &panel.trials, &panel.minutes];
    let words = words.into_iter().flatten();
    let earlier = panel.before.iter().flat_map(|b| {
        let said = b.recommendation.iter().chain(&b.trials);
        said.chain([&b.outcome.minutes])
    });
    let words = words.chain(earlier);
    sealed(&panel.case, remarks.chain(words).cloned())
}

fn sealed(case: &CaseId, digests: impl Iterator<Item = Digest>) -> Vec<(KeyId, Digest)> {
    digests.map(|d| (KeyId::case(case), d)).collect()
}

/// A signed report, for neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReport {
    /// The report's id.
    pub report: String,
    /// The version in force.
    pub version: i64,
    /// Digest of its content.
    pub digest: Digest,
    /// When it was signed.
    pub at: At,
    /// The findings it speaks about.
    pub findings: Vec<String>,
    /// Language tag → digest of the signed PDF; empty until it is printed.
    pub pdfs: std::collections::BTreeMap<String, Digest>,
    /// Answers of confirmatory tests that it knows.
    pub confirmations: std::collections::BTreeMap<String, bool>,
}

/// The version in force of a case's report of one kind.
///
/// # Errors
/// If the store fails.
pub async fn signed(db: &Db, case: &CaseId, kind: Kind) -> Result<Option<SignedReport>, Error> {
    let id = report_id(case, kind);
    let row = db
        .one(
            "SELECT state FROM report_report WHERE id = $1",
            vec![Value::from(id.clone())],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let report: Report = row.json(0)?;
    let found = report.in_force().and_then(|v| {
        let signature = v.signature.as_ref()?;
        Some(SignedReport {
            report: id,
            version: v.version,
            digest: signature.digest.clone(),
            at: signature.at,
            findings: v.draft.findings.clone(),
            pdfs: v.signed.pdfs.clone(),
            confirmations: v.draft.confirmations.clone(),
        })
    });
    Ok(found)
}

/// Whether an account sits on the case's session, as long as that is not over.
///
/// # Errors
/// If the store fails.
pub async fn sits(db: &Db, case: &CaseId, account: &words::AccountId) -> Result<bool, Error> {
    let sql = "SELECT state FROM report_panel WHERE id = $1 AND status <> 'closed'";
    let row = db.one(sql, vec![Value::from(panel_id(case))]).await?;
    let panel: Option<Panel> = row.map(|r| r.json(0)).transpose()?;
    Ok(panel.is_some_and(|p| p.seats(account)))
}

/// The outcome of the case's closed panel, without its spoken words.
///
/// # Errors
/// If the store fails.
pub async fn panel_outcome(db: &Db, case: &CaseId) -> Result<Option<PanelOutcome>, Error> {
    Ok(closed_panel(db, case).await?.map(|b| b.outcome))
}

/// The outcome of the session that was closed last, with the digests of its sealed words.
pub(crate) async fn closed_panel(db: &Db, case: &CaseId) -> Result<Option<Before>, Error> {
    let id = panel_id(case);
    let sql = "SELECT version, state FROM report_panel WHERE id = $1";
    let Some(row) = db.one(sql, vec![Value::from(id.clone())]).await? else {
        return Ok(None);
    };
    let (version, panel): (i64, Panel) = (row.int(0)?, row.json(1)?);
    if panel.stage != Stage::Closed {
        return Ok(panel.before.map(|b| *b));
    }
    let outcome = panel.outcome(&id, version);
    Ok(outcome.map(|outcome| Before {
        outcome,
        recommendation: panel.recommendation,
        trials: panel.trials,
    }))
}
