//! What the area does when it hears of a withdrawal.

use std::collections::BTreeSet;

use anyhow::Context as _;
use blob::KeyId;
use ledger::{Failed, Recorded};
use serde_json::Value;
use web::Platform;
use words::{Actor, CaseId, PersonId};

use super::{execute, files};
use crate::{
    decide::{Command, Facts, Run, State},
    react, store,
};

/// Makes every run unusable that holds somebody whose consent this event ended; a running one stops by itself within seconds.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event != "withdrawn" {
        return Ok(());
    }
    let days = heard
        .payload
        .get("cooling_off_days")
        .and_then(Value::as_i64);
    for case in cases(&platform, &heard).await? {
        for run in store::runs(platform.db(), &case).await? {
            if ended(&platform, &run).await? {
                let command = react::on_withdrawal(&heard.id, heard.at, days);
                done(
                    execute(
                        &platform,
                        &run.id,
                        &case,
                        command,
                        &Facts::default(),
                        Actor::system(),
                    )
                    .await,
                )?;
            }
        }
    }
    Ok(())
}

async fn cases(platform: &Platform, heard: &Recorded) -> anyhow::Result<BTreeSet<CaseId>> {
    let mut cases: BTreeSet<CaseId> = heard.case.clone().into_iter().collect();
    let named = heard.payload.get("person").and_then(Value::as_str);
    if let Some(person) = named.and_then(|p| PersonId::parse(p).ok()) {
        cases.extend(
            registry::facts::cases_of(platform.db(), &person)
                .await?
                .into_iter()
                .map(|c| c.id),
        );
    }
    Ok(cases)
}

/// Whether somebody whose reads are in the run has no consent in force any more.
async fn ended(platform: &Platform, run: &State) -> anyhow::Result<bool> {
    for sample in &run.samples {
        if consent::facts::in_force(platform.db(), &sample.person)
            .await?
            .is_none()
        {
            return Ok(true);
        }
    }
    Ok(false)
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

/// The key of the case is destroyed where the patient withdrew. Where a parent withdrew, the run stays unusable, but the
/// child's own record is under the same key and is kept.
async fn forget_one(platform: &Platform, run: &State) -> anyhow::Result<()> {
    let due = run.forget_at.is_some_and(|at| at <= platform.now());
    if run.forgotten || !due || !patient_withdrew(platform, &run.case).await? {
        return Ok(());
    }
    platform.blobs().forget(&KeyId::case(&run.case)).await?;
    done(
        execute(
            platform,
            &run.id,
            &run.case,
            Command::Forget,
            &Facts::default(),
            Actor::system(),
        )
        .await,
    )
}

async fn patient_withdrew(platform: &Platform, case: &CaseId) -> anyhow::Result<bool> {
    let view = registry::facts::case(platform.db(), case).await?;
    let Some(proband) = view.as_ref().and_then(|v| v.proband()) else {
        return Ok(true);
    };
    Ok(consent::facts::in_force(platform.db(), proband)
        .await?
        .is_none())
}
