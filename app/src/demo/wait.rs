//! Waits until a case has come to a state; the worker does the rest.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use ledger::Ledger;
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
        none_stuck(stage.opened.platform.ledger())
            .await
            .with_context(|| format!("case {case} waits for {state} in vain"))?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("case {case} did not come to {state} within ten minutes")
}

/// A job that waits for a person ends the demonstration with what it said itself.
async fn none_stuck(ledger: &Ledger) -> anyhow::Result<()> {
    let stuck = ledger.stuck_jobs().await?;
    let said = |(kind, error): &(String, String)| format!("{kind}: {error}");
    let said: Vec<String> = stuck.iter().map(said).collect();
    ensure!(said.is_empty(), "a job is stuck: {}", said.join("; "));
    Ok(())
}

/// Waits until no job is open and no event was written for a third of a second.
pub async fn until_quiet(stage: &Stage) -> anyhow::Result<()> {
    let ledger = stage.opened.platform.ledger();
    let mut before = (-1, 0);
    for _ in 0..600 {
        none_stuck(ledger).await?;
        let (open, _) = ledger.open_jobs().await?;
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
