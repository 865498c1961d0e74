//! Acts that seal something first: the summary of a talk, a letter for a relative. What is refused leaves nothing behind.

use ledger::{Aggregate as _, Failed};
use report::Desk;
use report::jobs::gather::CaseFacts;
use web::{Asked, Platform, Problem, SignatureIn};
use words::{Actor, Digest, Text, text};

use super::{act, facts, letter, sealed};
use crate::decide::{Command, Disclosure, Facts, Lay, Refusal, ThreadRefusal, Told};
use crate::store;
use crate::words::Attendee;

/// Keeps the summary of a talk.
///
/// # Errors
/// A refusal, or a failure of the store.
pub async fn summarise(
    platform: &Platform,
    case: &CaseFacts,
    actor: Actor,
    text: &str,
) -> Result<(), Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::refused(&ThreadRefusal::Empty));
    }
    let ready = sealed::ready(platform, text)?;
    let command = Command::Summarise(ready.digest.clone());
    may(platform, case, &actor, command.clone()).await?;
    sealed::seal(platform, &case.id, &ready).await?;
    act(platform, case, actor, command).await?;
    Ok(())
}

/// Records an explanation, signed by who gave it.
///
/// # Errors
/// A refusal, or a failure of the store.
pub async fn explain(
    desk: &Desk,
    case: &CaseFacts,
    actor: Actor,
    told: Told,
    signature: Option<&SignatureIn>,
) -> Result<Option<Disclosure>, Problem> {
    let (platform, caller) = (&desk.platform, &desk.caller);
    explainable(platform, case, &actor, &told).await?;
    let answer = signature.ok_or_else(|| Problem::refused(&Refusal::Unsigned))?;
    let asked = asked_for(&facts(platform, case, &actor).await?, &told);
    let signed = web::signed(platform, caller, &asked, answer).await?;
    let command = Command::Explain(told, Some(Box::new(signed)));
    Ok(act(platform, case, actor, command).await?)
}

/// Whether it could be recorded now, were it signed.
///
/// # Errors
/// A refusal, or a failure of the store.
pub async fn explainable(
    platform: &Platform,
    case: &CaseFacts,
    actor: &Actor,
    told: &Told,
) -> Result<(), Problem> {
    let facts = facts(platform, case, actor).await?;
    let state = store::disclosure(platform.db(), &case.id).await?;
    match Disclosure::decide(state.as_ref(), Command::Explain(told.clone(), None), &facts) {
        Ok(_) | Err(Refusal::Unsigned) => Ok(()),
        Err(refusal) => Err(Problem::refused(&refusal)),
    }
}

/// What the key of the one who explained is asked for.
#[must_use]
pub fn asked_for(facts: &Facts, told: &Told) -> Asked {
    let lay = facts.lay.as_ref().map(Lay::reference).unwrap_or_default();
    Asked {
        purpose: "explanation.record",
        thing: facts.case.to_string(),
        digest: told.digest(&facts.case, &lay),
    }
}

/// Writes the letter to a relative. It names findings only in the words of the report, and only explained ones.
///
/// # Errors
/// A refusal, or a failure of the store or of the print.
pub async fn write_letter(
    desk: &Desk,
    case: &CaseFacts,
    actor: Actor,
    to: Attendee,
    findings: Vec<String>,
) -> Result<(), Problem> {
    let platform = &desk.platform;
    let command = |letter| Command::Write {
        to,
        findings: findings.clone(),
        letter,
    };
    may(platform, case, &actor, command(Digest::of(b""))).await?;
    let material = desk.around.material(platform, &case.id).await?;
    let lines = material
        .findings
        .iter()
        .filter(|f| findings.contains(&f.id));
    let named: Vec<Text> = lines.map(|f| named(&f.gene, &f.text)).collect();
    let letter = letter::family(to, &named);
    let pdf = letter::set(platform, case, letter, platform.now()).await?;
    let digest = letter::keep(platform, case, &pdf).await?;
    act(platform, case, actor, command(digest)).await?;
    Ok(())
}

fn named(gene: &str, said: &Text) -> Text {
    text!(("{gene}遺伝子：{}", said.ja), ("Gene {gene}: {}", said.en))
}

/// Whether the command would be accepted now.
async fn may(
    platform: &Platform,
    case: &CaseFacts,
    actor: &Actor,
    command: Command,
) -> Result<(), Problem> {
    let facts = facts(platform, case, actor).await?;
    let state = store::disclosure(platform.db(), &case.id).await?;
    let decided = Disclosure::decide(state.as_ref(), command, &facts);
    decided.map_err(|refusal| Problem::from(Failed::Refused(refusal)))?;
    Ok(())
}
