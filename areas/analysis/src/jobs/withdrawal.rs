//! What the area does when it hears of a withdrawal, and what it says about it for the certificate.

use anyhow::Context as _;
use blob::KeyId;
use consent::facts::{Fate, Outcome, Reason};
use ledger::{Failed, Recorded};
use serde_json::Value;
use web::Platform;
use words::{Actor, CaseId};

use super::{execute, files};
use crate::{
    decide::{Command, Facts, Run, State},
    facts::{Output, Owner, Status},
    react, store,
};

/// Makes every run unusable that holds somebody whose consent ended; a running one stops by itself within seconds.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    match (&heard.case, heard.event.as_str()) {
        (Some(case), "withdrawn") => end_runs(&platform, case).await,
        (Some(case), "cooling_off_shortened") => {
            for run in store::runs(platform.db(), case).await? {
                forget_one(&platform, &run).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Ends the runs of a case that hold somebody without a consent for it. Saying it twice changes nothing.
pub(super) async fn end_runs(platform: &Platform, case: &CaseId) -> anyhow::Result<()> {
    for run in store::runs(platform.db(), case).await? {
        if let Some(consent) = ended(platform, &run).await? {
            let view = consent::facts::consent(platform.db(), &consent).await?;
            let view = view.with_context(|| format!("failed to find consent {consent}"))?;
            let (t0, days) = (view.consent.withdrawn_at, view.consent.cooling_off_days);
            let command = react::on_withdrawal(&consent, t0.unwrap_or(platform.now()), days);
            done(system(platform, &run, command).await)?;
            report(
                platform,
                &run,
                &consent,
                Fate::Kept {
                    reason: Reason::CoolingOff,
                },
            )
            .await?;
        }
    }
    Ok(())
}

/// The withdrawn consent of somebody whose reads are in the run and who has none in force for its case.
async fn ended(platform: &Platform, run: &State) -> anyhow::Result<Option<String>> {
    for sample in &run.samples {
        let all = consent::facts::of_person(platform.db(), &sample.person).await?;
        let here = all
            .into_iter()
            .filter(|c| c.consent.record.case == run.case);
        let here: Vec<_> = here.collect();
        if here.iter().any(|c| c.consent.status.in_force()) {
            continue;
        }
        let last = here.into_iter().max_by_key(|c| c.consent.withdrawn_at);
        if let Some(last) = last.filter(|c| c.consent.withdrawn_at.is_some()) {
            return Ok(Some(last.id));
        }
    }
    Ok(None)
}

async fn system(
    platform: &Platform,
    run: &State,
    command: Command,
) -> Result<State, Failed<crate::decide::Refusal>> {
    let facts = Facts::default();
    execute(
        platform,
        &run.id,
        &run.case,
        command,
        &facts,
        Actor::system(),
    )
    .await
}

fn done<T, R: words::Refusal>(result: Result<T, Failed<R>>) -> anyhow::Result<()> {
    match result {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// Wipes the directory of a withdrawn run at once, and forgets its files when the cooling-off period is over.
/// Where that day has not come, the daily [`forget_due`] does it.
pub(crate) async fn forget(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let id = payload
        .get("run")
        .and_then(Value::as_str)
        .context("failed to read the job: it names no run")?;
    let found = platform.ledger().load::<Run>(id).await?;
    let run = found
        .with_context(|| format!("failed to find run {id}"))?
        .state;
    files::wipe(&platform, &run.id).await?;
    forget_one(&platform, &run).await
}

/// Forgets the files of every withdrawn run whose cooling-off period is over. The worker calls it once a day.
///
/// # Errors
/// If the store or the key store fails.
pub async fn forget_due(platform: &Platform) -> anyhow::Result<()> {
    for run in store::in_status(platform.db(), "withdrawn").await? {
        forget_one(platform, &run).await?;
    }
    Ok(())
}

/// Destroys the key of the run: what was made of several people together, and the findings read from it. What is of one
/// person alone lies under that person's key in the case, which goes with the consent. Nothing is destroyed for somebody
/// who took the withdrawal back.
async fn forget_one(platform: &Platform, run: &State) -> anyhow::Result<()> {
    if run.forgotten || run.status != Status::Withdrawn {
        return Ok(());
    }
    let Some(consent) = ended(platform, run).await? else {
        return Ok(());
    };
    let withdrawal = consent::facts::withdrawal(platform.db(), &consent).await?;
    if withdrawal.is_none_or(|w| w.destroy_from > platform.now()) {
        return Ok(());
    }
    platform
        .blobs()
        .forget(&KeyId::run(&run.case, &run.id))
        .await?;
    done(system(platform, run, Command::Forget).await)?;
    report(platform, run, &consent, Fate::Deleted).await
}

/// Says what becomes of the files that this withdrawal takes along: the person's own and those made of several people
/// together; where the case goes on, the latter are made anew without the person.
async fn report(platform: &Platform, run: &State, consent: &str, fate: Fate) -> anyhow::Result<()> {
    let db = platform.db();
    let Some(withdrawal) = consent::facts::withdrawal(db, consent).await? else {
        return Ok(());
    };
    let case = registry::facts::case(db, &run.case).await?;
    let goes_on = case.is_some_and(|c| c.proband() != Some(&withdrawal.person));
    let takes = |output: &&Output| match &output.owner {
        Owner::Member { person } => !goes_on || *person == withdrawal.person,
        Owner::Case | Owner::Run { .. } => true,
    };
    let joint = |output: &Output| matches!(output.owner, Owner::Run { .. });
    let runs = store::runs(db, &run.case).await?;
    let ended = runs.iter().filter(|r| r.status == Status::Withdrawn);
    let outputs = ended
        .filter_map(|r| r.results.as_ref())
        .flat_map(|r| &r.outputs);
    let taken: Vec<&Output> = outputs.filter(takes).collect();
    let together = taken.iter().copied().filter(|o| joint(o)).count() as u64;
    let remade = if goes_on && fate == Fate::Deleted {
        Fate::Remade
    } else {
        fate.clone()
    };
    let outcome = |what: &str, count, fate| Outcome {
        what: what.to_owned(),
        count,
        fate,
    };
    let outcomes = vec![
        outcome("run_files", taken.len() as u64 - together, fate),
        outcome("joint_files", together, remade),
    ];
    let said = outcomes.into_iter().filter(|o| o.count > 0).collect();
    consent::report_done(platform, consent, "analysis", said).await
}
