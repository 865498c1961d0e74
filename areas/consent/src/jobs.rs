//! Effects: the receipt, the record of a withdrawal, and the destruction of keys when the cooling-off period is over.

mod again;
mod certificate;
mod destroy;
mod letter;
mod papers;
mod proxy;
mod receipt;

use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, Context};

pub(crate) use again::{ask_again, supersede};
pub(crate) use certificate::certificate;
pub(crate) use destroy::destroy;
pub use destroy::sweep;
pub(crate) use letter::letter;
pub use papers::{certificate_pdf, receipt_pdf};
pub use proxy::{given_by_proxy, proxies, relation_word, represents};
pub(crate) use receipt::receipt;

use crate::decide::{Event, Outcome, Refusal, Withdrawal, WithdrawalAggregate, WithdrawalCommand};

/// Keeps the record of a withdrawal. The handlers do so themselves; this catches what a crash left undone.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    if heard.event == "activated" {
        if let Some(view) = crate::facts::consent(platform.db(), &heard.id).await? {
            supersede(&platform, &heard.id, &view.consent).await?;
        }
        return Ok(());
    }
    if !heard.event.starts_with("with") && heard.event != "cooling_off_shortened" {
        return Ok(());
    }
    let event: Event = serde_json::from_value(heard.payload)?;
    let mut context = Context::new(platform.now(), heard.actor);
    context.case = heard.case;
    follow(&platform, &heard.id, &event, context).await?;
    Ok(())
}

/// Lets the record of a withdrawal follow an event of its consent; repeating it changes nothing.
pub(crate) async fn follow(
    platform: &Platform,
    consent: &str,
    event: &Event,
    context: Context,
) -> Result<(), Failed<Refusal>> {
    let (command, at) = match event {
        Event::Withdrawn { at, .. } => match opening(consent, event) {
            Some(withdrawal) => (WithdrawalCommand::Open(Box::new(withdrawal)), at),
            None => return Ok(()),
        },
        Event::CoolingOffShortened { at, .. } => (WithdrawalCommand::Shorten, at),
        Event::WithdrawalTakenBack { at, .. } => (WithdrawalCommand::TakeBack, at),
        _ => return Ok(()),
    };
    let ledger = platform.ledger();
    ledger
        .execute::<WithdrawalAggregate>(consent, command, at, &context)
        .await
        .map(drop)
}

fn opening(consent: &str, event: &Event) -> Option<Withdrawal> {
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
        return None;
    };
    Some(Withdrawal {
        consent: consent.to_owned(),
        person: person.clone(),
        case: case.clone(),
        t0: *at,
        by: *by,
        scopes: scopes.clone(),
        destroy_from: at.plus_days(*cooling_off_days),
        reports: std::collections::BTreeMap::new(),
        certified_at: None,
        taken_back_at: None,
    })
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

/// A code for a scanner beside the number it says: the drawing and its text; nothing if it cannot be drawn.
fn matrix(text: &str) -> serde_json::Value {
    paper::matrix(text).map_or(
        serde_json::Value::Null,
        |svg| serde_json::json!({ "svg": svg, "text": text }),
    )
}
