//! Waits until a case has come to a state; the worker does the rest.

use std::time::Duration;

use anyhow::{bail, ensure};
use serde_json::{Value, json};

use super::{Stage, sequencing::text, show::Line};

/// Waits for a state word, at most ten minutes; a case that goes on hold fails at once.
pub async fn for_state(stage: &Stage, case: &str, state: &str) -> anyhow::Result<()> {
    let office = stage.staff.user("office")?;
    for _ in 0..3_000 {
        let progress = office.get(&format!("/api/cases/{case}/progress")).await?;
        let reached = progress["reached"]
            .as_array()
            .is_some_and(|r| r.iter().any(|s| s["state"] == state));
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

/// Waits until no job is open and no event was written for a third of a second.
pub async fn until_quiet(stage: &Stage) -> anyhow::Result<()> {
    let ledger = stage.opened.platform.ledger();
    let mut before = (-1, 0);
    for _ in 0..600 {
        let (open, stuck) = ledger.open_jobs().await?;
        ensure!(stuck == 0, "a job is stuck");
        let now = (ledger.head().await?, open);
        if open == 0 && now == before {
            return Ok(());
        }
        before = now;
        tokio::time::sleep(Duration::from_millis(350)).await;
    }
    bail!("the worker did not come to rest within three minutes")
}

/// Ends a case's line and says where it stands.
pub async fn ended(stage: &Stage, line: Line, case: &str, kind: &str) -> anyhow::Result<Value> {
    let office = stage.staff.user("office")?;
    let progress = office.get(&format!("/api/cases/{case}/progress")).await?;
    let reached = progress["reached"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let explained = reached.iter().any(|s| s["state"] == "explained_to_patient");
    ensure!(
        explained,
        "case {case} ended before the explanation: {progress}"
    );
    line.done(case);
    Ok(
        json!({ "id": case, "kind": kind, "state": "explained_to_patient", "progress": progress["state"] }),
    )
}
