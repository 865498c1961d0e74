//! Waits until a case has come to a state; the worker does the rest.

use std::time::Duration;

use anyhow::bail;

use super::{Stage, sequencing::text};

/// Waits for a state word, at most ten minutes; a case that goes on hold fails at once.
pub async fn for_state(stage: &Stage, case: &str, state: &str) -> anyhow::Result<()> {
    let office = stage.staff.user("office")?;
    for _ in 0..3_000 {
        let progress = office.get(&format!("/api/cases/{case}/progress")).await?;
        let reached = progress["reached"].as_array().is_some_and(|r| r.iter().any(|s| s["state"] == state));
        if reached {
            return Ok(());
        }
        let now = text(&progress, "state")?;
        if now == "on_hold" || now == "failed" {
            bail!("case {case} is {now} while waiting for {state}: {progress}");
        }
        let (_, stuck) = stage.opened.platform.ledger().open_jobs().await?;
        if stuck > 0 {
            bail!("a job is stuck while case {case} waits for {state}");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("case {case} did not come to {state} within ten minutes")
}
