//! What is done with a report from its page; each through the function the API uses.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use web::{Problem, SignatureIn};
use words::{Digest, Text, text};

use super::{Sheet, newest, show};
use crate::api::Desk;
use crate::api::mending::{mend_as, share_as};
use crate::api::reports::{asked, draft_as, kind_of, sign_as};
use crate::pages::typed::{Sent, Typed};
use crate::rules::mend::Mending;

/// What was refused, and what had been typed.
pub struct Refused {
    pub problem: Problem,
    pub typed: Typed,
}

/// Mends a sentence.
pub async fn mend(desk: Desk, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let sentence = typed.get("sentence").and_then(|n| n.parse().ok());
    let both = |name: &str| {
        // Browsers send line ends of their own.
        let plain = |tag: &str| typed.raw(&format!("{name}.{tag}")).replace("\r\n", "\n");
        Text::made(plain("ja"), plain("en"))
    };
    let wish = Mending {
        sentence: sentence.unwrap_or(usize::MAX),
        seen: both("seen"),
        text: both("text"),
    };
    let done = mend_as(&desk, &id, wish).await.map(drop);
    answer(desk, id, (typed, sentence), done).await
}

/// Drafts a new version.
pub async fn draft(desk: Desk, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let (_, about, actor) = asked(&desk, "report.draft", &id).await?;
    let levels = typed.get("levels").and_then(|l| l.parse().ok());
    let reason = typed.word("reason");
    let done = draft_as(&desk, (about, actor), kind_of(&id), (reason, levels)).await;
    answer(desk, id, (typed, None), done.map(drop)).await
}

/// Signs what the reader saw.
pub async fn sign(desk: Desk, Path(id): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seen = asked(&desk, kind_of(&id).sign_action(), &id).await?;
    let digest: Digest = typed.word("digest").ok_or_else(|| {
        Problem::bad_input(text!(
            "署名する内容が送られていません。",
            "What is to be signed was not sent."
        ))
    })?;
    let signature = SignatureIn::typed(typed.raw("signature"))?;
    let signing = (digest, Some(&signature));
    let done = sign_as(&desk, &id, seen, signing).await.map(drop);
    answer(desk, id, (typed, None), done).await
}

/// Gives it to the counsellor.
pub async fn share(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let done = share_as(&desk, &id).await.map(drop);
    answer(desk, id, (Typed::default(), None), done).await
}

/// The page anew; after a refusal with what had been typed.
async fn answer(
    desk: Desk,
    id: String,
    (typed, sentence): (Typed, Option<usize>),
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let Err(problem) = done else {
        let place = sentence.map(|n| format!("#s{n}")).unwrap_or_default();
        return Ok(Redirect::to(&format!("/reports/{id}{place}")).into_response());
    };
    // What is not an answer of the rules is not for the reader of a form.
    if problem.status >= 500 || problem.status == 403 {
        return Err(problem);
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    let sheet = Sheet::open(desk, id).await?;
    newest(&sheet.report)?;
    let refused = Refused { problem, typed };
    let page = show::page(&sheet, None, sentence, Some(&refused)).await?;
    Ok((status, page).into_response())
}
