//! What neighbours may ask.

use blob::KeyId;
use web::Platform;
use words::{AccountId, At, CaseId, Text};

use crate::decide::judging::{Judged, Proposal, judgement_of};
use crate::decide::{State, Status};
use crate::rules::{merged, window};
use crate::store;

pub use crate::decide::{Code, Failure};
pub use crate::words::{
    Acmg, Call, Evidence, Feature, Finding, Given, JudgedBy, Origin, Provenance, Reading, Stage,
    Verdict,
};

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

/// The findings as the machine proposes them.
pub(crate) async fn proposed(platform: &Platform, state: &State) -> anyhow::Result<Vec<Finding>> {
    let Some(outcome) = &state.outcome else {
        return Ok(Vec::new());
    };
    let bytes = platform.blobs().get(&key(state), &outcome.digest).await?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The findings of a case with the verdicts that stand, in order of weight; rejected ones say so in `verdict`. A verdict stands
/// after a second reader agreed or a discussion ended; until then the proposal is shown, and `judged` says who read it.
/// Empty if there is no interpretation that may be used.
///
/// # Errors
/// If the store or the object store fails.
pub async fn findings(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<Finding>> {
    let Some(state) = ready(platform, case).await? else {
        return Ok(Vec::new());
    };
    let mut findings = proposed(platform, &state).await?;
    let id = crate::decide::id_of(&state.run);
    let judged = store::judged(platform.db(), case).await?;
    for finding in &mut findings {
        merged::before(finding, &state);
        let own = judgement_of(&id, &finding.id);
        let Some((_, judged)) = judged.iter().find(|(id, _)| *id == own) else {
            continue;
        };
        let sentence = match judged.decided.as_ref().map(|g| &g.reading.sentence) {
            Some(Some(digest)) => Some(written(platform, case, digest).await?),
            _ => None,
        };
        merged::with(finding, judged, sentence);
    }
    Ok(findings)
}

/// A sentence in both languages, unsealed.
pub(crate) async fn written(
    platform: &Platform,
    case: &CaseId,
    digest: &words::Digest,
) -> anyhow::Result<Text> {
    let bytes = platform.blobs().get(&KeyId::case(case), digest).await?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// How many findings of the interpretation that counts were judged not to report. Findings that are held back as secondary are
/// not among them: the number must not tell a person who did not ask that there was one. 0 if there is no interpretation.
///
/// # Errors
/// If the store fails.
pub async fn rejected_count(platform: &Platform, case: &CaseId) -> anyhow::Result<usize> {
    let Some(state) = ready(platform, case).await? else {
        return Ok(0);
    };
    let id = crate::decide::id_of(&state.run);
    let judged = store::judged(platform.db(), case).await?;
    let judged = judged.iter().map(|(_, j)| j);
    Ok(merged::rejected(
        &state,
        judged.filter(|j| j.interpretation == id),
    ))
}

/// What was not assessed in a case of cancer or of a rare disease, in the order of print: a stable code and one sentence in both
/// languages. It is the only list of its kind; reports and pages print it as it is.
#[must_use]
pub fn limits(cancer: bool) -> Vec<(&'static str, Text)> {
    crate::rules::limits::not_assessed(cancer)
}

/// A finding that waits for a curator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The case.
    pub case: CaseId,
    /// The finding.
    pub finding: String,
    /// What it waits for.
    pub stage: Stage,
    /// Since when.
    pub since: At,
    /// Who may not be the second reader.
    pub first: Option<AccountId>,
}

/// Findings that wait for a first reader, a second one, or the end of a discussion, those that wait longest first. What the
/// patient does not want to know and what a newer run replaced is not among them.
///
/// # Errors
/// If the store fails.
pub async fn waiting(
    platform: &Platform,
    stage: Stage,
    limit: usize,
) -> anyhow::Result<Vec<Waiting>> {
    let most = i64::try_from(limit.saturating_mul(4).max(50)).unwrap_or(i64::MAX);
    let rows = store::waiting(platform.db(), stage, most).await?;
    let mut counts: std::collections::BTreeMap<CaseId, Option<(String, Vec<String>)>> =
        std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for row in rows {
        if !counts.contains_key(&row.case) {
            let counted = counted(platform, &row.case).await?;
            counts.insert(row.case.clone(), counted);
        }
        let counted = counts.get(&row.case).and_then(Option::as_ref);
        let shown = counted.is_some_and(|(id, hidden)| {
            *id == row.interpretation && !hidden.contains(&row.finding)
        });
        if shown {
            out.push(Waiting {
                first: row.state.and_then(|s| s.first).map(|g| g.by),
                case: row.case,
                finding: row.finding,
                stage,
                since: row.since,
            });
        }
        if out.len() == limit {
            break;
        }
    }
    Ok(out)
}

/// The interpretation of a case that counts, and the findings that are held back from everybody.
async fn counted(
    platform: &Platform,
    case: &CaseId,
) -> anyhow::Result<Option<(String, Vec<String>)>> {
    let Some(state) = ready(platform, case).await? else {
        return Ok(None);
    };
    let held = state.outcome.map(|o| o.held).unwrap_or_default();
    let hidden = if wants_secondary(platform, case).await? {
        Vec::new()
    } else {
        held
    };
    Ok(Some((crate::decide::id_of(&state.run), hidden)))
}

/// Whether the patient wants to know about findings that were not asked for. Without a consent in force: no.
///
/// # Errors
/// If the store fails.
pub async fn wants_secondary(platform: &Platform, case: &CaseId) -> anyhow::Result<bool> {
    let Some(view) = registry::facts::case(platform.db(), case).await? else {
        return Ok(false);
    };
    let Some(person) = view.proband() else {
        return Ok(false);
    };
    let held = consent::facts::in_force_for(platform.db(), person, case).await?;
    let said = |c: &consent::facts::InForce| {
        c.answers
            .get("ror.secondary_now")
            .is_some_and(|a| a == "yes")
    };
    Ok(held.as_ref().is_some_and(said))
}

/// The facts of a verdict on a finding.
pub(crate) fn proposal(interpretation: &str, case: &CaseId, finding: &Finding) -> Proposal {
    Proposal {
        stands: true,
        case: case.clone(),
        interpretation: interpretation.to_owned(),
        finding: finding.id.clone(),
        tier: finding.tier.clone(),
        class: finding.class.clone(),
        level: finding.level,
        origin: finding.origin,
    }
}

/// The facts where nothing can be judged.
pub(crate) fn nothing_to_judge(case: &CaseId, interpretation: &str, finding: &str) -> Proposal {
    Proposal {
        stands: false,
        case: case.clone(),
        interpretation: interpretation.to_owned(),
        finding: finding.to_owned(),
        tier: None,
        class: None,
        level: 3,
        origin: Origin::Unknown,
    }
}

/// The same variant in other cases of this programme.
#[derive(Debug, Default)]
pub(crate) struct Elsewhere {
    /// In how many other cases it is a finding, as far as was counted.
    pub cases: usize,
    /// Of these, without a verdict that stands.
    pub undecided: usize,
    /// Verdicts that stand, the newest first: each is shown, asked for and logged on its own, so there are only a few.
    pub decided: Vec<(CaseId, String, Judged)>,
}

/// Verdicts of other cases that are shown.
const SHOWN: usize = 8;

/// What is known of the same variant in other cases.
///
/// # Errors
/// If the store fails.
pub(crate) async fn elsewhere(
    platform: &Platform,
    interpretation: &str,
    finding: &str,
    case: &CaseId,
) -> anyhow::Result<Elsewhere> {
    let mut out = Elsewhere::default();
    for same in store::same(platform.db(), interpretation, finding, case).await? {
        out.cases += 1;
        let Some(judged) = same.judged.filter(|j| j.stage == Stage::Decided) else {
            out.undecided += 1;
            continue;
        };
        if out.decided.len() == SHOWN {
            continue;
        }
        // a newer run may have taken the place of this one
        let counts = ready(platform, &same.case).await?;
        if counts.is_some_and(|s| crate::decide::id_of(&s.run) == same.interpretation) {
            out.decided.push((same.case, same.finding, judged));
        }
    }
    Ok(out)
}

/// Bases on each side of a finding whose reads can be looked at.
#[must_use]
pub fn widest() -> u64 {
    window::KEPT
}
