//! Effects: persons and family links follow a case; a case follows its consents.

mod death;
mod search;

use blob::KeyId;
use ledger::{Failed, Recorded};
use web::{Platform, Problem};
use words::{Actor, CaseId, Context, PersonId};

use crate::{
    decide::{
        CaseAggregate, CaseEvent, CaseFacts, OpeningAggregate, OpeningCommand, OpeningFacts,
        PersonAggregate, PersonCommand, PersonFacts, Refusal, person_commands,
    },
    facts, react, store,
};

pub(crate) use death::{follow, on_person};
pub(crate) use search::on_case as on_case_to_find;

/// Enters the persons of a new case. Registration does so itself; this catches what a crash left undone.
pub(crate) async fn on_case(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let event: CaseEvent = serde_json::from_value(heard.payload.clone())?;
    let context = Context {
        at: platform.now(),
        actor: heard.actor,
        case: heard.case,
        consent: None,
    };
    for (person, command) in person_commands(&event) {
        enter(&platform, &person, command, &context).await?;
    }
    Ok(())
}

/// Runs a command on a person; what is done already is fine.
pub(crate) async fn enter(
    platform: &Platform,
    person: &PersonId,
    command: PersonCommand,
    context: &Context,
) -> anyhow::Result<()> {
    // the sealed identity rode with the case; from here on its digest speaks for it
    let identity = store::identity_digest(platform, person).await?;
    let facts = PersonFacts {
        identity,
        born: None,
    };
    let done = platform
        .ledger()
        .execute::<PersonAggregate>(person.as_str(), command, &facts, context)
        .await;
    match done {
        Ok(_)
        | Err(Failed::Refused(Refusal::AlreadyThere | Refusal::Members | Refusal::Deceased)) => {
            Ok(())
        }
        Err(failed) => Err(failed.into()),
    }
}

/// Lets the cases of a person follow the person's consent.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(id) = &heard.case else { return Ok(()) };
    let Some(case) = facts::case(platform.db(), id).await? else {
        return Ok(());
    };
    let Some(command) = react::on_consent(&heard.event, &heard.payload, &case.members) else {
        return Ok(());
    };
    let mut context = Context::new(platform.now(), Actor::system()).on(id);
    context.consent.clone_from(&heard.consent);
    let facts = CaseFacts::at(platform.now());
    let done = platform
        .ledger()
        .execute::<CaseAggregate>(id.as_str(), command, &facts, &context)
        .await;
    match done {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// After a withdrawal whose cooling-off period is over, nothing finds a forgotten person any more.
pub(crate) async fn on_withdrawal(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event != "certified" {
        return Ok(());
    }
    let Some(id) = &heard.case else { return Ok(()) };
    let Some(case) = facts::case(platform.db(), id).await? else {
        return Ok(());
    };
    for member in case.members.iter().chain(&case.removed) {
        if platform
            .blobs()
            .is_forgotten(&KeyId::person(&member.person))
        {
            store::erase(&platform, &member.person).await?;
        }
    }
    Ok(())
}

/// Records that an identity was seen through an opening; the second time changes nothing.
pub(crate) async fn used(
    platform: &Platform,
    opening: &str,
    case: &CaseId,
    actor: Actor,
) -> Result<(), Problem> {
    let now = platform.now();
    let facts = OpeningFacts {
        now,
        by: actor.account.clone(),
    };
    let context = Context::new(now, actor).on(case);
    platform
        .ledger()
        .execute::<OpeningAggregate>(opening, OpeningCommand::Use, &facts, &context)
        .await?;
    Ok(())
}
