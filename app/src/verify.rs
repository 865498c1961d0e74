//! `kumi verify`: replays the ledger and names whatever was changed behind its back.

use std::process::ExitCode;

use crate::open::Opened;

/// Verifies and prints; fails if anything is not as the ledger says.
pub async fn run(opened: &Opened) -> anyhow::Result<ExitCode> {
    let ledger = opened.platform.ledger();
    let kinds = crate::compose::kinds(&opened.areas);
    let verified = ledger::verify(ledger.db(), &kinds, ledger.public_key()).await?;
    for fault in &verified.faults {
        println!("FAULT {fault}");
    }
    println!(
        "{} events, {} rows, {} checkpoints, {} faults",
        verified.events,
        verified.rows,
        verified.checkpoints,
        verified.faults.len()
    );
    Ok(if verified.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
