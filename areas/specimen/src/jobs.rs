//! What the area does when it hears of a withdrawal, and what it says about it for the certificate.

use consent::facts::{Fate as Told, Outcome, Reason};
use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId, Context, PersonId};

use crate::{
    decide::{Command, Facts, State, Tube},
    facts::{self, Fate},
    react,
};

/// Locks the tubes of a person for a case when consent, or the use of specimens, was withdrawn.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let named = heard.payload.get("person").and_then(|p| p.as_str());
    let (Some(person), Some(case)) = (
        named.and_then(|p| PersonId::parse(p).ok()),
        heard.case.clone(),
    ) else {
        return Ok(());
    };
    let command = match heard.event.as_str() {
        "withdrawal_taken_back" => {
            let view = consent::facts::consent(platform.db(), &heard.id).await?;
            let ended = |v: &consent::facts::ConsentView| {
                v.consent.ended.contains(&consent::facts::Scope::Specimens)
            };
            react::on_taken_back(&heard.id, view.as_ref().is_none_or(ended))
        }
        event => react::ends_specimens(event, &heard.payload)
            .then(|| react::on_withdrawal(&heard.id, heard.at, days(&heard))),
    };
    let Some(command) = command else {
        return Ok(());
    };
    for tube in tubes(&platform, &person, &case).await? {
        apply(&platform, &heard, &tube, command.clone()).await?;
    }
    report(&platform, &person, &case).await
}

async fn tubes(
    platform: &Platform,
    person: &PersonId,
    case: &CaseId,
) -> anyhow::Result<Vec<State>> {
    let all = facts::states(platform.db(), "person", person.into()).await?;
    Ok(all.into_iter().filter(|t| t.case == *case).collect())
}

/// Days of the cooling-off period that an event speaks of; none are left where its rest was waived.
fn days(heard: &Recorded) -> Option<i64> {
    if heard.event == "cooling_off_shortened" {
        return Some(0);
    }
    let days = heard.payload.get("cooling_off_days");
    days.and_then(serde_json::Value::as_i64)
}

async fn apply(
    platform: &Platform,
    heard: &Recorded,
    tube: &State,
    command: Command,
) -> anyhow::Result<()> {
    let facts = Facts {
        now: heard.at,
        actor: Actor::system(),
        consent: None,
        domestic: vec![],
    };
    let context = Context::new(platform.now(), Actor::system()).on(&tube.case);
    match platform
        .ledger()
        .execute::<Tube>(tube.number.as_str(), command, &facts, &context)
        .await
    {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// Says what became of the tubes of somebody who withdrew; nothing is said while consent stands.
pub(crate) async fn report(
    platform: &Platform,
    person: &PersonId,
    case: &CaseId,
) -> anyhow::Result<()> {
    let consents = consent::facts::of_person(platform.db(), person).await?;
    let ended = consents
        .into_iter()
        .filter(|c| c.consent.record.case == *case && c.consent.withdrawn_at.is_some());
    let tubes = tubes(platform, person, case).await?;
    let count =
        |wanted: fn(&Fate) -> bool| tubes.iter().map(Fate::of).filter(wanted).count() as u64;
    let destroyed = count(|f| *f == Fate::Destroyed);
    let ordered = count(|f| matches!(f, Fate::Ordered { .. }));
    let outcomes: Vec<Outcome> = [
        (destroyed, Told::Deleted),
        (
            ordered,
            Told::Kept {
                reason: Reason::Ordered,
            },
        ),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, fate)| Outcome {
        what: "tubes".to_owned(),
        count,
        fate,
    })
    .collect();
    for consent in ended {
        if consent::facts::withdrawal(platform.db(), &consent.id)
            .await?
            .is_some()
        {
            consent::report_done(platform, &consent.id, "specimen", outcomes.clone()).await?;
        }
    }
    Ok(())
}
