//! The worker: hears events, runs jobs, seals the ledger every minute.

use std::time::Duration;

use anyhow::Context as _;

use crate::open::Opened;

/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(100);
/// How often the ledger is sealed with a signed checkpoint.
const SEAL_SECONDS: i64 = 60;

/// Works until the process ends. A fault of the store is waited out: the database may be restarting.
pub async fn run(opened: &Opened) {
    let mut sealed = opened.platform.now();
    loop {
        let done = async {
            let heard = web::run_reactions(&opened.platform, &opened.areas).await?;
            anyhow::Ok(heard + web::run_due_jobs(&opened.platform, &opened.areas).await?)
        };
        match done.await {
            Ok(0) => tokio::time::sleep(IDLE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the worker waits and tries again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        let now = opened.platform.now();
        if now >= sealed.plus_seconds(SEAL_SECONDS) {
            match opened.platform.ledger().seal(now).await.context("failed to seal the ledger") {
                Ok(_) => sealed = now,
                Err(error) => tracing::warn!(error = format!("{error:#}"), "no checkpoint was written"),
            }
        }
    }
}
