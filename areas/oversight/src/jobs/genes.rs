//! Keeps the index of genes: with every interpretation that is ready, and without a case once it is withdrawn or forgotten.

use std::collections::BTreeMap;

use blob::KeyId;
use ledger::Recorded;
use web::Platform;

use crate::store;

/// What changes what may be found.
pub(crate) const KINDS: &[&str] = &["interpretation", "run", "case", "withdrawal"];

/// Writes the genes of the case anew, if the event can have changed them.
pub(crate) async fn on_event(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let (kind, what) = (heard.kind.as_str(), heard.event.as_str());
    let changes = match kind {
        "interpretation" => true,
        "run" => matches!(
            what,
            "accepted" | "rejected" | "withdrawn" | "forgotten" | "superseded"
        ),
        "case" => matches!(
            what,
            "withdrawn" | "restored" | "member_removed" | "member_restored"
        ),
        _ => what == "certified",
    };
    let Some(case) = heard.case.filter(|_| changes) else {
        return Ok(());
    };
    let forgotten = platform.blobs().is_forgotten(&KeyId::case(&case));
    let findings = if forgotten {
        Vec::new()
    } else {
        interpretation::facts::findings(&platform, &case).await?
    };
    let mut genes: BTreeMap<String, bool> = BTreeMap::new();
    for finding in findings.into_iter().filter(|f| !f.gene.is_empty()) {
        let only = genes.entry(finding.gene).or_insert(true);
        *only = *only && finding.secondary;
    }
    let genes: Vec<_> = genes.into_iter().collect();
    store::keep_genes(&platform, &case, &genes).await
}
