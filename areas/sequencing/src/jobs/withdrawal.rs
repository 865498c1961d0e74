//! What the area does when it hears of a withdrawal.

use std::collections::BTreeSet;

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

/// Cancels open orders and refuses pending deliveries of everybody whose consent this event ended.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event != "withdrawn" {
        return Ok(());
    }
    for case in cases(&platform, &heard).await? {
        let mut ended = BTreeSet::new();
        for tube in specimen::facts::tubes(platform.db(), &case).await? {
            if consent::facts::in_force(platform.db(), &tube.person)
                .await?
                .is_none()
            {
                ended.insert(tube.person);
            }
        }
        stop(&platform, &heard, &case, &ended).await?;
    }
    Ok(())
}

/// The case of the event, and every case of a person named by it.
async fn cases(platform: &Platform, heard: &Recorded) -> anyhow::Result<BTreeSet<CaseId>> {
    let mut cases: BTreeSet<CaseId> = heard.case.clone().into_iter().collect();
    let named = heard.payload.get("person").and_then(|p| p.as_str());
    if let Some(person) = named.and_then(|p| PersonId::parse(p).ok()) {
        let of_person = registry::facts::cases_of(platform.db(), &person).await?;
        cases.extend(of_person.into_iter().map(|case| case.id));
    }
    Ok(cases)
}

async fn stop(
    platform: &Platform,
    heard: &Recorded,
    case: &CaseId,
    ended: &BTreeSet<PersonId>,
) -> anyhow::Result<()> {
    let context = Context::new(platform.now(), Actor::system()).on(case);
    for (id, order) in store::orders(platform.db(), case).await? {
        if order.items.iter().any(|item| ended.contains(&item.person)) {
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
        if ended.contains(&delivery.person) {
            let command = react::delivery_on_withdrawal(&heard.id);
            let facts = delivery::Facts {
                now: platform.now(),
                order: None,
                vendor: None,
                consent: None,
            };
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
