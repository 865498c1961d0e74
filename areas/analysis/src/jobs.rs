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
    words::{Mode, Sample},
};

pub(crate) use run::run;
pub use withdrawal::forget_due;
pub(crate) use withdrawal::{forget, on_consent};

/// Data of every ordered specimen was accepted: the run is planned.
pub(crate) async fn on_order(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = heard.case.as_ref().filter(|_| heard.event == "completed") else {
        return Ok(());
    };
    offer(&platform, case).await
}

/// Somebody left the case, or came back: what was analysed with other people is analysed anew with those who take part.
pub(crate) async fn on_case(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = heard.case.as_ref().filter(|_| react::on_case(&heard.event)) else {
        return Ok(());
    };
    withdrawal::end_runs(&platform, case).await?;
    let runs = store::runs(platform.db(), case).await?;
    let Ok((_, samples)) = composed(&platform, case).await else {
        return Ok(());
    };
    for run in runs.iter().filter(|r| r.samples != samples) {
        let command = Command::Supersede;
        let (facts, system) = (Facts::default(), Actor::system());
        match execute(&platform, &run.id, case, command, &facts, system).await {
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(failed) => return Err(failed.into()),
        }
    }
    if runs.is_empty() {
        return Ok(());
    }
    offer(&platform, case).await
}

/// Plans a run if everything is there for one.
async fn offer(platform: &Platform, case: &CaseId) -> anyhow::Result<()> {
    match plan(platform, case, Actor::system()).await {
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
    let (mode, samples) = composed(platform, case).await?;
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

/// What the accepted reads of those who take part allow.
async fn composed(
    platform: &Platform,
    case: &CaseId,
) -> Result<(Mode, Vec<Sample>), Failed<Refusal>> {
    let db = platform.db();
    let view = registry::facts::case(db, case)
        .await
        .map_err(Failed::Store)?;
    let view = view.ok_or(Failed::Refused(Refusal::Unknown))?;
    let complete = sequencing::facts::complete(db, case).await;
    let complete = complete.map_err(Failed::Store)?;
    let reads = sequencing::facts::accepted(db, case).await;
    let reads = reads.map_err(Failed::Store)?;
    let members: Vec<_> = view
        .members
        .iter()
        .map(|m| (m.person.clone(), m.relation))
        .collect();
    let cancer = view.kind == registry::facts::CaseKind::Cancer;
    let composed = react::compose(cancer, &members, &reads).filter(|_| complete);
    composed.ok_or(Failed::Refused(Refusal::ReadsMissing))
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
            consent::facts::in_force_for(platform.db(), person, case)
                .await?
                .map(|c| c.reference),
        );
    }
    let runs = store::runs(platform.db(), case).await?;
    let another = runs.into_iter().find(|r| r.status.stands()).map(|r| r.id);
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
