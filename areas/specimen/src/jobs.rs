//! What the area does when it hears of a withdrawal.

use std::collections::BTreeSet;

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, Context, PersonId};

use crate::{
    decide::{Facts, Tube},
    facts, react,
};

/// Locks the tubes of everybody whose consent this event ended. What ended is asked of the consent itself, now:
/// a withdrawal of some uses only leaves the consent in force.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event != "withdrawn" {
        return Ok(());
    }
    for person in persons(&platform, &heard).await? {
        if consent::facts::in_force(platform.db(), &person)
            .await?
            .is_none()
        {
            lock(&platform, &heard, &person).await?;
        }
    }
    Ok(())
}

/// The person named by the event, else everybody with a tube in its case.
async fn persons(platform: &Platform, heard: &Recorded) -> anyhow::Result<BTreeSet<PersonId>> {
    let named = heard.payload.get("person").and_then(|p| p.as_str());
    if let Some(person) = named.and_then(|p| PersonId::parse(p).ok()) {
        return Ok(BTreeSet::from([person]));
    }
    let Some(case) = &heard.case else {
        return Ok(BTreeSet::new());
    };
    let tubes = facts::tubes(platform.db(), case).await?;
    Ok(tubes.into_iter().map(|t| t.person).collect())
}

async fn lock(platform: &Platform, heard: &Recorded, person: &PersonId) -> anyhow::Result<()> {
    let days = heard
        .payload
        .get("cooling_off_days")
        .and_then(serde_json::Value::as_i64);
    let facts = Facts {
        now: heard.at,
        actor: Actor::system(),
        consent: None,
        domestic: vec![],
    };
    for tube in facts::states(platform.db(), "person", person.into()).await? {
        let command = react::on_withdrawal(&heard.id, heard.at, days);
        let context = Context::new(platform.now(), Actor::system()).on(&tube.case);
        let done = platform
            .ledger()
            .execute::<Tube>(tube.number.as_str(), command, &facts, &context)
            .await;
        match done {
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(failed) => return Err(failed.into()),
        }
    }
    Ok(())
}
