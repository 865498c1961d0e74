//! Asking again, and letting a later record take the place of an earlier one.

use ledger::Failed;
use web::{Platform, Problem};
use words::{Actor, Context};

use crate::{
    api,
    decide::{Command, Consent, ConsentAggregate, SessionAggregate, SessionCommand, SessionFacts},
    facts::{self, ConsentView},
    rules::asked_again,
    store::session,
    words::Because,
};

/// Raises that a person is to be asked again; false if that was raised already.
pub(crate) async fn ask_again(
    platform: &Platform,
    view: &ConsentView,
    because: Because,
    actor: Actor,
) -> Result<bool, Problem> {
    let record = &view.consent.record;
    if registry::facts::is_dead(platform.db(), &record.person).await? {
        return Ok(false);
    }
    let case = api::case(platform, record.case.as_str()).await?;
    let facts = api::gather(platform, &case, &record.person, &actor).await?;
    let context = Context::new(facts.now, actor)
        .on(&record.case)
        .resting_on(view.reference());
    let command = Command::AskAgain(because);
    let ledger = platform.ledger();
    let done = ledger
        .execute::<ConsentAggregate>(&view.id, command, &facts, &context)
        .await?;
    Ok(!done.events.is_empty())
}

/// Lets the record that a new one takes the place of know, if the new one is in force.
pub(crate) async fn supersede(
    platform: &Platform,
    by: &str,
    consent: &Consent,
) -> Result<(), Problem> {
    let record = &consent.record;
    let Some(old) = record
        .supersedes
        .as_ref()
        .filter(|_| consent.status.in_force())
    else {
        return Ok(());
    };
    let case = api::case(platform, record.case.as_str()).await?;
    let facts = api::gather(platform, &case, &record.person, &Actor::system()).await?;
    let context = Context::new(facts.now, Actor::system()).on(&record.case);
    let command = Command::Supersede { by: by.to_owned() };
    let done = platform
        .ledger()
        .execute::<ConsentAggregate>(old, command, &facts, &context)
        .await;
    match done {
        // whoever withdrew the old one meanwhile stays withdrawn from it
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// Raises asking again for everybody who may decide now, and ends invitations that nobody used.
///
/// # Errors
/// If the store or the key store fails.
pub(super) async fn sweep(platform: &Platform) -> anyhow::Result<()> {
    let now = platform.now();
    for view in facts::by_proxy(platform.db()).await? {
        let person = &view.consent.record.person;
        let age = registry::facts::age_on(platform, person, now.day()).await?;
        let then = view.consent.submitted_at.day();
        let then = registry::facts::age_on(platform, person, then).await?;
        let (Some(then), Some(age)) = (then, age) else {
            continue;
        };
        let giver = view.consent.record.giver;
        let Some(because) = asked_again::grew_up(giver, then, age) else {
            continue;
        };
        match ask_again(platform, &view, because, Actor::system()).await {
            Ok(_) => {}
            // withdrawn in this moment: nobody is asked
            Err(problem) if problem.status == 409 => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    for id in session::overdue(platform.db(), now).await? {
        let facts = SessionFacts {
            now,
            actor: Actor::system().account,
            age: None,
            samples: true,
            in_force: None,
        };
        let Some(state) = session::session(platform.db(), &id).await? else {
            continue;
        };
        let context = Context::new(now, Actor::system()).on(&state.invitation.case);
        platform
            .ledger()
            .execute::<SessionAggregate>(&id, SessionCommand::Expire, &facts, &context)
            .await?;
    }
    Ok(())
}
