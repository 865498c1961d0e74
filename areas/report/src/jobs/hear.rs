//! Does what `react` wishes. A wish that is refused (too early, nothing new) was an offer, not an order.

use std::collections::BTreeMap;

use anyhow::bail;
use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId, Context};

use super::draft::{NotDrafted, Wish, draft, facts};
use super::gather::Neighbours;
use crate::decide::report::{Command, Report};
use crate::react;
use crate::words::{Kind, report_id};

/// Hears one event.
///
/// # Errors
/// If the world fails; the event is then heard again.
pub async fn run(
    platform: &Platform,
    around: &dyn Neighbours,
    recorded: &Recorded,
) -> anyhow::Result<()> {
    let (Some(wish), Some(case)) = (react::react(recorded), &recorded.case) else {
        return Ok(());
    };
    match wish {
        react::Wish::Draft(kind) => offer(platform, around, case, kind).await,
        react::Wish::DropDrafts => drop_drafts(platform, around, case).await,
    }
}

async fn offer(
    platform: &Platform,
    around: &dyn Neighbours,
    case: &CaseId,
    kind: Kind,
) -> anyhow::Result<()> {
    let wish = Wish {
        case: case.clone(),
        kind,
        reason: None,
        confirmations: BTreeMap::new(),
        levels: None,
    };
    match draft(platform, around, wish, Actor::system()).await {
        Ok(_) | Err(NotDrafted::NoCase | NotDrafted::Failed(Failed::Refused(_))) => Ok(()),
        Err(NotDrafted::Failed(Failed::Stale)) => bail!("somebody else acted first"),
        Err(NotDrafted::Failed(Failed::Store(error))) => Err(error.into()),
        Err(NotDrafted::Broken(error)) => Err(error),
    }
}

async fn drop_drafts(
    platform: &Platform,
    around: &dyn Neighbours,
    case: &CaseId,
) -> anyhow::Result<()> {
    let Some(known) = around.case(platform, case).await? else {
        return Ok(());
    };
    let facts = facts(platform, &known).await?;
    for kind in Kind::ALL {
        let id = report_id(case, kind);
        if platform.ledger().load::<Report>(&id).await?.is_none() {
            continue;
        }
        let context = Context::new(platform.now(), Actor::system()).on(case);
        match platform
            .ledger()
            .execute::<Report>(&id, Command::Drop, &facts, &context)
            .await
        {
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(Failed::Stale) => bail!("somebody else acted first"),
            Err(Failed::Store(error)) => return Err(error.into()),
        }
    }
    Ok(())
}
