//! Keeps the fingerprints by which names are found. It hears of every case from the first on, so that people registered
//! before there was such an index are found as well.

use ledger::Recorded;
use web::Platform;

use crate::{decide::CaseEvent, store};

/// A case was registered: its people can be found by name.
pub(crate) async fn on_case(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let event: CaseEvent = serde_json::from_value(heard.payload)?;
    let (CaseEvent::Registered { case, .. } | CaseEvent::ExceptionAsked { case, .. }) = event
    else {
        return Ok(());
    };
    for member in &case.members {
        if let Some(identity) = store::identity(&platform, &member.person).await? {
            store::keep(&platform, &case.site, &member.person, &identity.kana).await?;
        }
    }
    Ok(())
}
