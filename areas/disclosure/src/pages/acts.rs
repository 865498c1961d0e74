//! The buttons of the page: each becomes the command that the API would give.

use axum::{extract::Path, response::Response};
use report::Desk;
use report::jobs::gather::CaseFacts;
use web::{Problem, SignatureIn};
use words::{Actor, text};

use super::{
    typed::{Typed, word},
    view::{after, signing},
};
use crate::{
    api::allowed,
    decide::{Command, Told},
    jobs,
    words::Counselling,
};

type Case = Path<String>;

/// Asks, makes the command of what was typed, decides, and goes back to the page.
async fn act(
    desk: Desk,
    action: &'static str,
    id: &str,
    typed: Typed,
    command: impl FnOnce(&Typed) -> Result<Command, Problem>,
) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, action, id).await?;
    let done = match command(&typed) {
        Ok(command) => decided(&desk, &case, &actor, command).await,
        Err(problem) => Err(problem),
    };
    after(&desk, &case, &actor, &typed, done).await
}

async fn decided(
    desk: &Desk,
    case: &CaseFacts,
    actor: &Actor,
    command: Command,
) -> Result<(), Problem> {
    jobs::act(&desk.platform, case, actor.clone(), command).await?;
    Ok(())
}

/// Orders a confirmatory test.
pub(super) async fn order(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    act(desk, "confirm.order", &id, typed, |typed| {
        Ok(Command::Order {
            finding: typed.get("finding").to_owned(),
            test: typed.word(typed.get("field"))?,
        })
    })
    .await
}

/// Records the answer of a test.
pub(super) async fn result(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    act(desk, "confirm.result", &id, typed, |typed| {
        let confirmed = match typed.get(typed.get("field")) {
            "yes" => true,
            "no" => false,
            _ => return Err(word::<bool>("").err().unwrap_or_else(Problem::broken)),
        };
        Ok(Command::Answer {
            finding: typed.get("finding").to_owned(),
            confirmed,
            report: None,
        })
    })
    .await
}

/// Asks for counselling.
pub(super) async fn ask(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    act(desk, "counselling.request", &id, typed, |typed| {
        Ok(Command::Ask {
            urgency: typed.word("urgency")?,
            ground: typed.word("ground")?,
        })
    })
    .await
}

/// Sets the time.
pub(super) async fn slot(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    act(desk, "counselling.request", &id, typed, |typed| {
        Ok(Command::Schedule {
            slot: typed.moment("slot-day", "slot-time")?,
            meeting: typed.word("slot-meeting")?,
        })
    })
    .await
}

/// Records that counselling was held, or declined in writing.
pub(super) async fn held(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    act(desk, "counselling.record", &id, typed, |typed| {
        let step = typed.word("step")?;
        let meeting = match step {
            Counselling::Done => Some(typed.word("held-meeting")?),
            _ => None,
        };
        Ok(Command::Counsel { step, meeting })
    })
    .await
}

/// Keeps the summary, sealed.
pub(super) async fn summary(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "counselling.record", &id).await?;
    let done = jobs::summarise(&desk.platform, &case, actor.clone(), typed.get("summary")).await;
    after(&desk, &case, &actor, &typed, done).await
}

/// Shows the record of the explanation as it will be signed; what would be refused is refused before a key is asked.
pub(super) async fn to_sign(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "explain.record", &id).await?;
    let checked = match told(&typed) {
        Ok(told) => {
            let ready = jobs::explainable(&desk.platform, &case, &actor, &told).await;
            ready.map(|()| told)
        }
        Err(problem) => Err(problem),
    };
    match checked {
        Ok(told) => signing(&desk, &case, &actor, &typed, &told).await,
        Err(problem) => after(&desk, &case, &actor, &typed, Err(problem)).await,
    }
}

/// Records the explanation, signed.
pub(super) async fn explained(
    desk: Desk,
    Path(id): Case,
    typed: Typed,
) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "explain.record", &id).await?;
    let done = record(&desk, &case, &actor, &typed).await;
    after(&desk, &case, &actor, &typed, done).await
}

async fn record(
    desk: &Desk,
    case: &CaseFacts,
    actor: &Actor,
    typed: &Typed,
) -> Result<(), Problem> {
    let told = told(typed)?;
    let answer = match typed.get("signature") {
        "" => None,
        answer => Some(SignatureIn::typed(answer)?),
    };
    let done = jobs::explain(desk, case, actor.clone(), told, answer.as_ref());
    done.await.map(drop)
}

fn told(typed: &Typed) -> Result<Told, Problem> {
    let attended: Result<Vec<_>, _> = typed.all("attended").into_iter().map(word).collect();
    Ok(Told {
        findings: None,
        meeting: typed.word("meeting")?,
        attended: attended?,
        copy_given: typed.has("copy_given"),
        not_to_know: typed.has("not_to_know"),
    })
}

/// Writes a letter for a relative.
pub(super) async fn letter(desk: Desk, Path(id): Case, typed: Typed) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "letter.write", &id).await?;
    let done = write(&desk, &case, &actor, &typed).await;
    after(&desk, &case, &actor, &typed, done).await
}

async fn write(desk: &Desk, case: &CaseFacts, actor: &Actor, typed: &Typed) -> Result<(), Problem> {
    let to = typed.word("to").map_err(|_| {
        Problem::bad_input(text!(
            "渡す相手を選んでください。",
            "Choose whom the letter is for."
        ))
    })?;
    let findings = typed
        .all("finding")
        .into_iter()
        .map(str::to_owned)
        .collect();
    jobs::write_letter(desk, case, actor.clone(), to, findings).await
}
