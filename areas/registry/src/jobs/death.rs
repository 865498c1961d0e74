//! After a death: every case of the person hears of it, and nobody signs in for the dead. The same back, after a mistake.

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Context, PersonId};

use crate::{
    decide::{CaseAggregate, CaseCommand, CaseFacts, PersonEvent},
    facts, react,
};

/// Follows a death or its correction. The door does so itself; this catches what a crash left undone.
pub(crate) async fn on_person(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let event: PersonEvent = serde_json::from_value(heard.payload.clone())?;
    let person = PersonId::parse(heard.id.as_str())?;
    let context = Context {
        at: platform.now(),
        actor: heard.actor,
        case: heard.case,
        consent: None,
    };
    follow(&platform, &person, &event, &context).await
}

/// Tells the cases of the person, and closes or opens the person's account. What is done already is fine.
pub(crate) async fn follow(
    platform: &Platform,
    person: &PersonId,
    event: &PersonEvent,
    context: &Context,
) -> anyhow::Result<()> {
    let Some(command) = react::on_person(event, person) else {
        return Ok(());
    };
    // an old death that was corrected since must not come back when it is heard late
    let died = matches!(command, CaseCommand::Die(_));
    if facts::is_dead(platform.db(), person).await? != died {
        return Ok(());
    }
    for case in facts::cases_of(platform.db(), person).await? {
        let context = context.clone().on(&case.id);
        let facts = CaseFacts::at(context.at);
        let done = platform
            .ledger()
            .execute::<CaseAggregate>(case.id.as_str(), command.clone(), &facts, &context)
            .await;
        match done {
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(failed) => return Err(failed.into()),
        }
    }
    if died {
        close(platform, person, context).await
    } else {
        open(platform, person, event, context).await
    }
}

async fn close(platform: &Platform, person: &PersonId, context: &Context) -> anyhow::Result<()> {
    while let Some(account) = platform.auth().account_of(person).await? {
        platform
            .auth()
            .close_account(&account, &context.actor, context.at)
            .await?;
    }
    Ok(())
}

/// The account that the death had closed opens again; one that was closed before stays closed.
async fn open(
    platform: &Platform,
    person: &PersonId,
    event: &PersonEvent,
    context: &Context,
) -> anyhow::Result<()> {
    let PersonEvent::DeathCorrected { recorded, .. } = event else {
        return Ok(());
    };
    let closed = platform.auth().closed_accounts_of(person).await?;
    for (account, at) in closed {
        if recorded.is_some_and(|died| died <= at) {
            platform
                .auth()
                .reopen_account(&account, &context.actor, context.at)
                .await?;
        }
    }
    Ok(())
}
