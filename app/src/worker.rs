//! The worker: hears events, runs jobs, seals the ledger every minute, and does what falls due.

use std::time::Duration;

use anyhow::Context as _;
use words::At;

use crate::open::Opened;

/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(100);
/// How long it waits after a fault of the store: the database may be restarting.
const PAUSE: Duration = Duration::from_secs(1);
/// How often the ledger is sealed with a signed checkpoint, and what is due is looked for.
const ROUND_SECONDS: i64 = 60;
/// How often is looked whether somebody is to be written to.
const MAIL: Duration = Duration::from_secs(10);
/// How often objects that a crash left behind are looked for.
const SWEEP_SECONDS: i64 = 86_400;

/// Works until the process ends. Faults are waited out and tried again; nothing is dropped.
pub async fn run(opened: &Opened) {
    // a mail server that thinks for long keeps nobody waiting
    tokio::join!(work(opened), post(opened));
}

/// Looks again and again whether somebody is to be written to.
async fn post(opened: &Opened) {
    if opened.platform.settings().mail.is_none() {
        return;
    }
    loop {
        let sent = oversight::messages(&opened.platform).await;
        told(sent.context("failed to look for messages"));
        tokio::time::sleep(MAIL).await;
    }
}

async fn work(opened: &Opened) {
    let mut round = opened.platform.now();
    let mut swept = None;
    loop {
        // a reaction that fails keeps its place and must not keep jobs from running
        let heard = told(web::run_reactions(&opened.platform, &opened.areas).await);
        let ran = told(web::run_due_jobs(&opened.platform, &opened.areas).await);
        match (heard, ran) {
            (None, _) | (_, None) => tokio::time::sleep(PAUSE).await,
            (Some(0), Some(0)) => tokio::time::sleep(IDLE).await,
            _ => {}
        }
        let now = opened.platform.now();
        if now >= round.plus_seconds(ROUND_SECONDS) && told(rounds(opened, now).await).is_some() {
            round = now;
            let due = swept.is_none_or(|at: At| now >= at.plus_seconds(SWEEP_SECONDS));
            if due && told(sweep(opened, now).await).is_some() {
                swept = Some(now);
            }
        }
    }
}

/// Objects without a row and old drafts: what was killed between storing and recording leaves them.
async fn sweep(opened: &Opened, now: At) -> anyhow::Result<()> {
    let swept = opened.platform.blobs().sweep(now).await;
    let swept = swept.context("failed to sweep the objects")?;
    if swept.orphans + swept.drafts > 0 {
        tracing::warn!(
            seen = swept.seen,
            orphans = swept.orphans,
            bytes = swept.bytes,
            drafts = swept.drafts,
            "objects that a crash had left were deleted"
        );
    }
    Ok(())
}

/// What comes with time: checkpoints, and destruction when the cooling-off period after a withdrawal is over.
async fn rounds(opened: &Opened, now: At) -> anyhow::Result<()> {
    analysis::forget_due(&opened.platform)
        .await
        .context("failed to forget withdrawn cases")?;
    consent::sweep(&opened.platform)
        .await
        .context("failed to certify withdrawals")?;
    // a log that cannot be sealed is a fault to look at, and no reason to leave the ledger unsealed
    if let Err(error) = opened.platform.auth().seal_accesses_when_due(now).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the access log could not be sealed: run kumi verify"
        );
    }
    opened
        .platform
        .ledger()
        .seal(now)
        .await
        .context("failed to seal the ledger")?;
    Ok(())
}

fn told<T>(done: anyhow::Result<T>) -> Option<T> {
    done.inspect_err(|error| {
        tracing::warn!(
            error = format!("{error:#}"),
            "the worker waits and tries again"
        )
    })
    .ok()
}
