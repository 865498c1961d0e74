//! An order follows its tubes and deliveries: the stage of a specimen is what happened to it.

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId, Context, PersonId};

use crate::{
    decide::{
        delivery::Delivery,
        order::{Facts, Order, State, Status},
    },
    react, store,
};

/// Hears tubes and deliveries, and moves the order that names the specimen.
pub(crate) async fn on_tube_or_delivery(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = heard.case.clone() else {
        return Ok(());
    };
    let specimen = match heard.kind.as_str() {
        "delivery" => {
            let delivery = platform.ledger().load::<Delivery>(&heard.id).await?;
            delivery.map(|d| d.state.manifest.specimen)
        }
        _ => Some(heard.id.clone()),
    };
    let command =
        specimen.and_then(|s| react::order_on(&heard.event, &heard.kind, &heard.payload, s));
    let Some((specimen, command)) = command else {
        return Ok(());
    };
    for (id, order) in store::orders(platform.db(), &case).await? {
        let person = person(&order, &specimen).filter(|_| order.status == Status::Released);
        let Some(person) = person else { continue };
        let context = context(&platform, &case, person).await?;
        let facts = Facts::bare(platform.now());
        let done = platform
            .ledger()
            .execute::<Order>(&id, command.clone(), &facts, &context)
            .await;
        match done {
            // The specimen is further than that already, or its order ended meanwhile.
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(failed) => return Err(failed.into()),
        }
    }
    Ok(())
}

fn person<'a>(order: &'a State, specimen: &str) -> Option<&'a PersonId> {
    let item = order.items.iter().find(|i| i.specimen == specimen)?;
    Some(&item.person)
}

async fn context(platform: &Platform, case: &CaseId, person: &PersonId) -> anyhow::Result<Context> {
    let consent = consent::facts::in_force_for(platform.db(), person, case).await?;
    let mut context = Context::new(platform.now(), Actor::system()).on(case);
    context.consent = consent.map(|c| c.reference);
    Ok(context)
}
