//! What neighbours may ask.

use blob::KeyId;
use web::Platform;
use words::{CaseId, Text};

use crate::decide::{State, Status};
use crate::store;
pub use crate::words::{Evidence, Finding, Origin, Provenance};

/// What the findings of an interpretation are sealed with: they share the fate of what its run made of several people.
pub(crate) fn key(state: &State) -> KeyId {
    KeyId::run(&state.case, &state.run)
}

/// The interpretation of a case that counts: the ready one of its last accepted run. None after a withdrawal.
///
/// # Errors
/// If the store fails.
pub async fn ready(platform: &Platform, case: &CaseId) -> anyhow::Result<Option<State>> {
    let all = store::of_case(platform.db(), case).await?;
    let run = analysis::facts::accepted_run(platform.db(), case).await?;
    let of_run = |state: &State| run.as_ref().is_some_and(|r| r.id == state.run);
    Ok(all
        .into_iter()
        .map(|(_, s)| s)
        .find(|s| s.status == Status::Ready && of_run(s)))
}

/// The findings of a case with the judgements of curators, in order of weight; rejected ones say so in `verdict`.
/// Empty if there is no interpretation that may be used.
///
/// # Errors
/// If the store or the object store fails.
pub async fn findings(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<Finding>> {
    let Some((state, outcome)) = ready(platform, case)
        .await?
        .and_then(|s| s.outcome.clone().map(|o| (s, o)))
    else {
        return Ok(Vec::new());
    };
    let bytes = platform.blobs().get(&key(&state), &outcome.digest).await?;
    let mut findings: Vec<Finding> = serde_json::from_slice(&bytes)?;
    for finding in &mut findings {
        if let Some(judged) = state.judged.get(&finding.id) {
            finding.verdict = Some(judged.verdict.word().to_owned());
            finding.level = judged.level.unwrap_or(finding.level);
            finding.tier = judged.tier.clone().or(finding.tier.take());
        }
    }
    Ok(findings)
}

/// What was not assessed, with a stable code: printed under limits.
#[must_use]
pub fn limits(cancer: bool) -> Vec<(&'static str, Text)> {
    crate::rules::limits::not_assessed(cancer)
}
