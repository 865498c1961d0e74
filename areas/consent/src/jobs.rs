//! Effects: the receipt, the record of a withdrawal, and the destruction of keys when the cooling-off period is over.

mod destroy;
mod receipt;

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, Context};

pub(crate) use destroy::destroy;
pub use destroy::sweep;
pub(crate) use receipt::receipt;

use crate::decide::{Event, Outcome, Refusal, Withdrawal, WithdrawalAggregate, WithdrawalCommand};

/// Opens the record of a withdrawal. The handler does so itself; this catches what a crash left undone.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event != "withdrawn" {
        return Ok(());
    }
    let event: Event = serde_json::from_value(heard.payload)?;
    let mut context = Context::new(platform.now(), heard.actor);
    context.case = heard.case;
    open(&platform, &heard.id, &event, context).await?;
    Ok(())
}

/// Opens the record of a withdrawal from its event; nothing happens if it is open.
pub(crate) async fn open(
    platform: &Platform,
    consent: &str,
    event: &Event,
    context: Context,
) -> Result<(), Failed<Refusal>> {
    let Event::Withdrawn {
        person,
        case,
        by,
        scopes,
        at,
        cooling_off_days,
        ..
    } = event
    else {
        return Ok(());
    };
    let withdrawal = Withdrawal {
        consent: consent.to_owned(),
        person: person.clone(),
        case: case.clone(),
        t0: *at,
        by: *by,
        scopes: scopes.clone(),
        destroy_from: at.plus_days(*cooling_off_days),
        reports: std::collections::BTreeMap::new(),
        certified_at: None,
    };
    let jobs = vec![ledger::NewJob {
        kind: "consent.destroy",
        payload: serde_json::json!({ "consent": consent }),
        key: format!("consent.destroy:{consent}"),
    }];
    let along = ledger::Along {
        jobs,
        ..ledger::Along::default()
    };
    let command = WithdrawalCommand::Open(Box::new(withdrawal));
    platform
        .ledger()
        .execute_along::<WithdrawalAggregate>(consent, command, at, &context, along)
        .await
        .map(drop)
}

/// Says what an area did about a withdrawal: it stands on the certificate. Saying the same again changes nothing.
///
/// # Errors
/// If there is no such withdrawal, or the store fails.
pub async fn report_done(
    platform: &Platform,
    consent: &str,
    area: &str,
    outcomes: Vec<Outcome>,
) -> anyhow::Result<()> {
    let Some(withdrawal) = crate::facts::withdrawal(platform.db(), consent).await? else {
        anyhow::bail!("failed to report on withdrawal {consent}: there is none");
    };
    let command = WithdrawalCommand::Report {
        area: area.to_owned(),
        outcomes,
    };
    let context = Context::new(platform.now(), Actor::system()).on(&withdrawal.case);
    platform
        .ledger()
        .execute::<WithdrawalAggregate>(consent, command, &platform.now(), &context)
        .await?;
    Ok(())
}
