//! Writing into the thread of a case, and reading it.

use blob::KeyId;
use ledger::{Aggregate as _, Failed};
use report::jobs::gather::CaseFacts;
use web::{Platform, Problem};
use words::{Actor, CaseId, Context};

use super::sealed;
use crate::decide::{Said, Thread, ThreadCommand, ThreadFacts};
use crate::store;

/// What somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// A note for staff.
    Note,
    /// A question to the team.
    Question,
    /// The answer to a question.
    Answer(u32),
}

/// A line with its words; none if they were erased.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// The line.
    pub said: Said,
    /// Its words.
    pub words: Option<String>,
}

/// Writes a line.
///
/// # Errors
/// A refusal, or a failure of the store.
pub async fn write(
    platform: &Platform,
    case: &CaseFacts,
    actor: Actor,
    writes: Writes,
    text: &str,
) -> Result<(), Problem> {
    let text = text.trim();
    let ready = sealed::ready(platform, text)?;
    let digest = ready.digest.clone();
    let command = match writes {
        Writes::Note => ThreadCommand::Note(digest),
        Writes::Question => ThreadCommand::Ask(digest),
        Writes::Answer(question) => ThreadCommand::Answer {
            question,
            text: digest,
        },
    };
    let facts = ThreadFacts {
        now: platform.now(),
        case: case.id.clone(),
        account: actor.account.to_string(),
        role: actor.role.clone(),
        length: text.chars().count(),
        closed: platform.blobs().is_forgotten(&KeyId::case(&case.id)),
    };
    // what is refused leaves nothing behind
    let stands = store::thread(platform.db(), &case.id).await?;
    Thread::decide(stands.as_ref(), command.clone(), &facts)
        .map_err(|refusal| Problem::from(Failed::Refused(refusal)))?;
    sealed::seal(platform, &case.id, &ready).await?;
    let mut context = Context::new(facts.now, actor).on(&case.id);
    context.consent.clone_from(&case.consent);
    platform
        .ledger()
        .execute::<Thread>(case.id.as_str(), command, &facts, &context)
        .await?;
    Ok(())
}

/// The thread with its words, oldest first. To be asked only behind a decision on `note.read` or `question.read`.
///
/// # Errors
/// If the store or the sealed words fail.
pub async fn spoken(
    platform: &Platform,
    case: &CaseId,
    wanted: impl Fn(&Said) -> bool,
) -> anyhow::Result<Vec<Spoken>> {
    let thread = store::thread(platform.db(), case).await?;
    let mut all = Vec::new();
    for said in thread.map(|t| t.lines).unwrap_or_default() {
        if wanted(&said) {
            let words = sealed::open(platform, case, &said.line.text).await?;
            all.push(Spoken { said, words });
        }
    }
    Ok(all)
}
