//! What the area does when it hears of a withdrawal.

use consent::facts::{Fate, Outcome};
use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId, Context, PersonId};

use crate::{
    decide::{
        delivery::{self, Delivery},
        order::{self, Order},
    },
    react, store,
};

/// Cancels open orders and refuses pending deliveries of somebody whose consent for a case ended.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let named = heard.payload.get("person").and_then(|p| p.as_str());
    let person = named.and_then(|p| PersonId::parse(p).ok());
    let (Some(person), Some(case), "withdrawn") =
        (person, heard.case.clone(), heard.event.as_str())
    else {
        return Ok(());
    };
    stop(&platform, &heard, &case, &person).await?;
    report(&platform, &heard.id, &case, &person).await
}

/// Says what became of what was pending. Files that were sealed before are counted where the key of the case is destroyed.
async fn report(
    platform: &Platform,
    consent: &str,
    case: &CaseId,
    person: &PersonId,
) -> anyhow::Result<()> {
    let deliveries = store::deliveries(platform.db(), case).await?;
    let refused = deliveries
        .iter()
        .filter(|d| d.person == *person && d.status == delivery::Status::Refused);
    let count = refused.count() as u64;
    if count == 0
        || consent::facts::withdrawal(platform.db(), consent)
            .await?
            .is_none()
    {
        return Ok(());
    }
    let outcome = Outcome {
        what: "pending_deliveries".to_owned(),
        count,
        fate: Fate::Deleted,
    };
    consent::report_done(platform, consent, "sequencing", vec![outcome]).await
}

async fn stop(
    platform: &Platform,
    heard: &Recorded,
    case: &CaseId,
    person: &PersonId,
) -> anyhow::Result<()> {
    let context = Context::new(platform.now(), Actor::system()).on(case);
    for (id, order) in store::orders(platform.db(), case).await? {
        if order.items.iter().any(|item| item.person == *person) {
            let (command, facts) = (
                react::order_on_withdrawal(&heard.id),
                order::Facts::bare(platform.now()),
            );
            done(
                platform
                    .ledger()
                    .execute::<Order>(&id, command, &facts, &context)
                    .await,
            )?;
        }
    }
    for delivery in store::deliveries(platform.db(), case).await? {
        if delivery.person == *person {
            let command = react::delivery_on_withdrawal(&heard.id);
            let facts = delivery::Facts::bare(platform.now());
            done(
                platform
                    .ledger()
                    .execute::<Delivery>(&delivery.id, command, &facts, &context)
                    .await,
            )?;
        }
    }
    Ok(())
}

fn done<T, R: words::Refusal>(result: Result<T, Failed<R>>) -> anyhow::Result<()> {
    match result {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}
