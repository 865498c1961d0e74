//! Acts that seal something first: the summary of a talk, a letter for a relative. What is refused leaves nothing behind.

use ledger::{Aggregate as _, Failed};
use report::Desk;
use report::jobs::gather::CaseFacts;
use web::{Platform, Problem};
use words::{Actor, Digest, Text, text};

use super::{act, facts, letter, sealed};
use crate::decide::{Command, Disclosure, ThreadRefusal};
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
