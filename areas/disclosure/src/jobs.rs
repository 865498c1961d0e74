//! Effects: asking the neighbours, acting, fetching the patient's report.

pub(crate) mod admit;
mod believe;
pub(crate) mod letter;
mod receipts;
pub(crate) mod sealed;
mod talk;
mod tell;

use anyhow::bail;
use ledger::{Failed, Recorded};
use report::Around;
use report::facts::{Kind, panel_outcome, signed};
use report::jobs::gather::CaseFacts;
use web::Platform;
use words::{Actor, CaseId, Context};

use crate::decide::{Command, Disclosure, Facts, Lay, Refusal};
use crate::react;

pub use believe::{Doubt, Sound, check};
pub use receipts::{MARK, issue, tail};
pub use talk::{Spoken, Writes, spoken, write};
pub use tell::{asked_for, explain, explainable, summarise, write_letter};

/// What decisions need to know.
///
/// # Errors
/// If the store fails.
pub async fn facts(
    platform: &Platform,
    case: &CaseFacts,
    actor: &Actor,
) -> Result<Facts, ::store::Error> {
    let db = platform.db();
    let lay = signed(db, &case.id, Kind::Lay).await?;
    Ok(Facts {
        now: platform.now(),
        case: case.id.clone(),
        account: actor.account.to_string(),
        role: actor.role.clone(),
        panel: panel_outcome(db, &case.id).await?,
        panel_report_signed: signed(db, &case.id, Kind::Panel).await?.is_some(),
        lay: lay.map(|l| Lay {
            printed: l.pdfs.contains_key("ja"),
            report: l.report,
            version: l.version,
            confirmations: l.confirmations,
        }),
        choices: case.choices.clone(),
        others: case.others.clone(),
    })
}

/// Decides and records.
///
/// # Errors
/// A refusal, or a failure of the store.
pub async fn act(
    platform: &Platform,
    case: &CaseFacts,
    actor: Actor,
    command: Command,
) -> Result<Option<Disclosure>, Failed<Refusal>> {
    let facts = facts(platform, case, &actor).await.map_err(Failed::Store)?;
    let mut context = Context::new(facts.now, actor).on(&case.id);
    context.consent.clone_from(&case.consent);
    let done = platform
        .ledger()
        .execute::<Disclosure>(case.id.as_str(), command, &facts, &context)
        .await?;
    Ok(done.state)
}

/// Hears one event.
///
/// # Errors
/// If the world fails; the event is then heard again.
pub async fn hear(platform: &Platform, around: &Around, recorded: &Recorded) -> anyhow::Result<()> {
    let Some(case) = recorded
        .case
        .as_ref()
        .filter(|_| recorded.kind == "consent")
    else {
        return Ok(());
    };
    let Some(known) = around.case(platform, case).await? else {
        return Ok(());
    };
    let Some(command) = react::react(recorded, &known.proband) else {
        return Ok(());
    };
    match act(platform, &known, Actor::system(), command).await {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(Failed::Stale) => bail!("somebody else acted first"),
        Err(Failed::Store(error)) => Err(error.into()),
    }
}

/// The patient's report in the version that was explained.
///
/// # Errors
/// If the store or the sealed file fails.
pub async fn explained_lay(
    platform: &Platform,
    case: &CaseId,
    version: i64,
    lang: &str,
) -> anyhow::Result<Option<Vec<u8>>> {
    let id = report::words::report_id(case, Kind::Lay);
    let Some(loaded) = platform.ledger().load::<report::facts::Report>(&id).await? else {
        return Ok(None);
    };
    let digest = loaded
        .state
        .version(version)
        .and_then(|v| v.signed.pdfs.get(lang))
        .cloned();
    let Some(digest) = digest else {
        return Ok(None);
    };
    Ok(Some(
        platform
            .blobs()
            .get(&blob::KeyId::case(case), &digest)
            .await?,
    ))
}
