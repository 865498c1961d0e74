//! Effects: a run of the pipeline from sealed reads to sealed results, the wiping of what lay unencrypted, the answer to a withdrawal.

mod files;
mod run;
mod withdrawal;

use std::collections::BTreeSet;

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId, ConsentRef, Context};

use crate::{
    decide::{Command, Facts, Refusal, Run, State},
    react, store,
    words::{Sample, Status},
};

pub(crate) use run::run;
pub use withdrawal::forget_due;
pub(crate) use withdrawal::{forget, on_consent};

/// Data of every ordered specimen was accepted: the run is planned.
pub(crate) async fn on_order(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = heard.case.as_ref().filter(|_| heard.event == "completed") else {
        return Ok(());
    };
    match plan(&platform, case, Actor::system()).await {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// Plans a run over the accepted reads of a case.
pub(crate) async fn plan(
    platform: &Platform,
    case: &CaseId,
    actor: Actor,
) -> Result<State, Failed<Refusal>> {
    let view = registry::facts::case(platform.db(), case)
        .await
        .map_err(Failed::Store)?;
    let view = view.ok_or(Failed::Refused(Refusal::Unknown))?;
    let complete = sequencing::facts::complete(platform.db(), case)
        .await
        .map_err(Failed::Store)?;
    let reads = sequencing::facts::accepted(platform.db(), case)
        .await
        .map_err(Failed::Store)?;
    let members: Vec<_> = view
        .members
        .iter()
        .map(|m| (m.person.clone(), m.relation))
        .collect();
    let cancer = view.kind == registry::facts::CaseKind::Cancer;
    let composed = react::compose(cancer, &members, &reads).filter(|_| complete);
    let (mode, samples) = composed.ok_or(Failed::Refused(Refusal::ReadsMissing))?;
    let facts = facts(platform, case, &samples)
        .await
        .map_err(Failed::Store)?;
    let id = platform.new_id("run-");
    let profile = platform.settings().profile.clone();
    let command = Command::Plan {
        id: id.clone(),
        case: case.clone(),
        mode,
        samples,
        profile,
    };
    execute(platform, &id, case, command, &facts, actor).await
}

/// What a decision about a run needs to know.
pub(crate) async fn facts(
    platform: &Platform,
    case: &CaseId,
    samples: &[Sample],
) -> Result<Facts, ::store::Error> {
    let mut consents: Vec<ConsentRef> = Vec::new();
    for person in samples.iter().map(|s| &s.person).collect::<BTreeSet<_>>() {
        consents.extend(
            consent::facts::in_force(platform.db(), person)
                .await?
                .map(|c| c.reference),
        );
    }
    let open = |s: Status| {
        matches!(
            s,
            Status::Planned | Status::Running | Status::GatesOpen | Status::Accepted
        )
    };
    let runs = store::runs(platform.db(), case).await?;
    let another = runs.into_iter().find(|r| open(r.status)).map(|r| r.id);
    Ok(Facts { consents, another })
}

/// The only way to the ledger: every event rests on a consent of the case.
pub(crate) async fn execute(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: Command,
    facts: &Facts,
    actor: Actor,
) -> Result<State, Failed<Refusal>> {
    let mut context = Context::new(platform.now(), actor).on(case);
    if let Some(consent) = facts.consents.first() {
        context = context.resting_on(consent.clone());
    }
    let done = platform
        .ledger()
        .execute::<Run>(id, command, facts, &context)
        .await?;
    done.state.ok_or(Failed::Refused(Refusal::Unknown))
}
