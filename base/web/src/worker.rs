//! Runs what the ledger asks for: reactions to events, and jobs.

use std::time::Duration;

use ledger::Job;

use crate::{Area, Platform, Reaction, fault};

/// Events taken at once by one reaction.
const BATCH: i64 = 64;
/// Events of other kinds that a reaction's cursor may lie behind.
const STRIDE: i64 = 256;
/// A third of the time after which the queue takes a worker for dead.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Lets every reaction hear what it has not heard yet. Answers how many events were heard.
///
/// # Errors
/// If a reaction fails: its cursor stays before the event, so it hears it again.
pub async fn run_reactions(platform: &Platform, areas: &[Area]) -> anyhow::Result<usize> {
    let mut heard = 0;
    let mut fault = None;
    for reaction in areas.iter().flat_map(|a| &a.reactions) {
        match hear(platform, reaction).await {
            Ok(some) => heard += some,
            // One reaction that fails must not make the others deaf.
            Err(error) => fault = Some(error.context(format!("reaction {}", reaction.name))),
        }
    }
    fault.map_or(Ok(heard), Err)
}

/// The cursor moves once for all that was heard: whoever dies before hears some events again. Where nothing of a reaction's
/// kinds happens for long it moves along, so that the search for unheard events stays short.
async fn hear(platform: &Platform, reaction: &Reaction) -> anyhow::Result<usize> {
    let ledger = platform.ledger();
    // the head is read first: what is written after it is not passed over
    let head = ledger.head().await?;
    let from = ledger.cursor(reaction.name).await?;
    if from == head {
        return Ok(0);
    }
    let unheard = ledger
        .unheard(reaction.name, &reaction.kinds, BATCH)
        .await?;
    let heard = unheard.len();
    let all = i64::try_from(heard).is_ok_and(|heard| heard < BATCH);
    let (mut last, mut fault) = (from, None);
    for recorded in unheard {
        let seq = recorded.seq;
        if let Err(error) = (reaction.run)(platform.clone(), recorded).await {
            fault = Some(error);
            break;
        }
        last = seq;
    }
    if fault.is_none() && all && head - last > STRIDE {
        last = head;
    }
    if last != from {
        ledger.heard(reaction.name, last).await?;
    }
    fault.map_or(Ok(heard), Err)
}

/// Claims and runs jobs until none is due. Answers how many were run; failures are put back by the queue's own rule.
///
/// # Errors
/// If the store fails.
pub async fn run_due_jobs(platform: &Platform, areas: &[Area]) -> anyhow::Result<usize> {
    let mut run = 0;
    while let Some(job) = platform.ledger().claim(platform.now()).await? {
        run_one(platform, areas, &job).await?;
        run += 1;
    }
    Ok(run)
}

async fn run_one(platform: &Platform, areas: &[Area], job: &Job) -> anyhow::Result<()> {
    let handler = areas
        .iter()
        .flat_map(|a| &a.jobs)
        .find(|h| h.kind == job.kind);
    let done = match handler {
        Some(handler) => {
            alive(
                platform,
                job,
                (handler.run)(platform.clone(), job.payload.clone()),
            )
            .await
        }
        None => Err(anyhow::anyhow!("no area runs jobs of kind {}", job.kind)),
    };
    match done {
        Ok(()) => platform.ledger().finish(job).await?,
        Err(error) => {
            tracing::warn!(
                kind = job.kind,
                key = job.key,
                attempt = job.attempt,
                error = format!("{error:#}"),
                "a job failed"
            );
            platform
                .ledger()
                .fail(job, &fault::reason(&error), platform.now())
                .await?;
        }
    }
    Ok(())
}

/// Runs a job and says every twenty seconds that it is still being worked on.
async fn alive(
    platform: &Platform,
    job: &Job,
    work: impl Future<Output = anyhow::Result<()>>,
) -> anyhow::Result<()> {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(HEARTBEAT) => platform.ledger().heartbeat(job, platform.now()).await?,
        }
    }
}

/// Runs reactions and jobs until nothing is left that is due now.
///
/// # Errors
/// If a reaction or the store fails.
pub async fn settle(platform: &Platform, areas: &[Area]) -> anyhow::Result<()> {
    loop {
        let done = run_reactions(platform, areas).await? + run_due_jobs(platform, areas).await?;
        if done == 0 {
            return Ok(());
        }
    }
}
