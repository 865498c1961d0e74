//! What neighbours may ask.

use blob::KeyId;
use web::Platform;
use words::{CaseId, Text};

use crate::decide::{State, Status};
use crate::store;

pub use crate::decide::{Code, Failure};
pub use crate::words::{Evidence, Finding, Origin, Provenance};

/// What the findings of an interpretation are sealed with: they share the fate of what its run made of several people.
pub(crate) fn key(state: &State) -> KeyId {
    KeyId::run(&state.case, &state.run)
}

/// The interpretation of the last accepted run of a case, wherever it stands: waiting, ready, failed or withdrawn.
///
/// # Errors
/// If the store fails.
pub async fn standing(platform: &Platform, case: &CaseId) -> anyhow::Result<Option<State>> {
    let Some(run) = analysis::facts::accepted_run(platform.db(), case).await? else {
        return Ok(None);
    };
    let all = store::of_case(platform.db(), case).await?;
    Ok(all.into_iter().map(|(_, s)| s).find(|s| s.run == run.id))
}

/// The interpretation of a case that counts: the ready one of its last accepted run. None after a withdrawal.
///
/// # Errors
/// If the store fails.
pub async fn ready(platform: &Platform, case: &CaseId) -> anyhow::Result<Option<State>> {
    let standing = standing(platform, case).await?;
    Ok(standing.filter(|s| s.status == Status::Ready))
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

/// How many findings of the interpretation that counts were judged not to report. Findings that are held back as secondary are
/// not among them: the number must not tell a person who did not ask that there was one. 0 if there is no interpretation.
///
/// # Errors
/// If the store fails.
pub async fn rejected_count(platform: &Platform, case: &CaseId) -> anyhow::Result<usize> {
    Ok(ready(platform, case).await?.map_or(0, |s| s.rejected()))
}

/// What was not assessed in a case of cancer or of a rare disease, in the order of print: a stable code and one sentence in both
/// languages. It is the only list of its kind; reports and pages print it as it is.
#[must_use]
pub fn limits(cancer: bool) -> Vec<(&'static str, Text)> {
    crate::rules::limits::not_assessed(cancer)
}
