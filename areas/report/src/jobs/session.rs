//! The panel's spoken words: sealed when they come in, opened for the report.

use web::Platform;
use words::{Actor, CaseId, Text};

use super::gather::{CaseFacts, Material};
use crate::decide::panel::{Asked, Facts};
use crate::store;
use crate::words::Kind;
use crate::words::input::Origin;
use crate::words::panel::PanelOutcome;

/// The outcome of a closed panel with its recommendation opened.
///
/// # Errors
/// If the store or the sealed text fails.
pub async fn outcome(platform: &Platform, case: &CaseId) -> anyhow::Result<Option<PanelOutcome>> {
    let Some(closed) = store::closed_panel(platform.db(), case).await? else {
        return Ok(None);
    };
    let mut outcome = closed.outcome;
    if let Some(digest) = closed.recommendation {
        outcome.recommendation = super::open::<Text>(platform, case, &digest).await?;
    }
    if let Some(digest) = closed.trials {
        outcome.trials = super::open(platform, case, &digest).await?;
    }
    Ok(Some(outcome))
}

/// What decisions about the panel need to know.
///
/// # Errors
/// If the store fails.
pub async fn facts(
    platform: &Platform,
    case: &CaseFacts,
    material: &Material,
    actor: &Actor,
) -> Result<Facts, ::store::Error> {
    let signed = store::signed(platform.db(), &case.id, Kind::Analysis).await?;
    // The panel judges what the signed report says, not what interpretation may have found since.
    let reported = signed
        .as_ref()
        .map(|s| s.findings.clone())
        .unwrap_or_default();
    let asked = |id: String| {
        let known = material.findings.iter().find(|f| f.id == id);
        Asked {
            germline: known.is_some_and(|f| f.origin == Origin::Germline),
            id,
        }
    };
    Ok(Facts {
        now: platform.now(),
        case: case.id.clone(),
        case_kind: case.kind,
        account: actor.account.clone(),
        role: actor.role.clone(),
        analysis: signed.map(|s| format!("report:{}@{}", s.report, s.version)),
        findings: reported.into_iter().map(asked).collect(),
        before: store::closed_panel(platform.db(), &case.id)
            .await?
            .map(Box::new),
        consented: case.consented,
    })
}
