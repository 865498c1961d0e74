//! Notes among staff, questions of the patient, answers of the team.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use report::Desk;
use report::jobs::gather::CaseFacts;
use web::{
    Problem,
    page::{self, Status},
};
use words::{AccountId, Lang, text};

use super::{typed::Typed, view::about};
use crate::{
    api::allowed,
    jobs::{self, Spoken, Writes},
    words::LineKind,
};

/// `GET /threads/{case}`, for staff.
pub(super) async fn open(desk: Desk, Path(id): Path<String>) -> Result<Markup, Problem> {
    let (case, _) = allowed(&desk, "note.read", &id).await?;
    shown(&desk, &case, &Typed::default(), None).await
}

/// A note for staff.
pub(super) async fn note(
    desk: Desk,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    write(desk, "note.write", &id, Writes::Note, typed).await
}

/// A question of the patient.
pub(super) async fn ask(
    desk: Desk,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    write(desk, "question.ask", &id, Writes::Question, typed).await
}

/// The answer to a question.
pub(super) async fn answer(
    desk: Desk,
    Path((id, n)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let n = n.parse().unwrap_or(0);
    write(desk, "question.answer", &id, Writes::Answer(n), typed).await
}

async fn write(
    desk: Desk,
    action: &'static str,
    id: &str,
    writes: Writes,
    typed: Typed,
) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, action, id).await?;
    let field = if typed.has("field") {
        typed.get("field")
    } else {
        "text"
    };
    let done = jobs::write(&desk.platform, &case, actor, writes, typed.get(field)).await;
    let asks = writes == Writes::Question;
    let Err(problem) = done else {
        let to = if asks {
            format!("/my/{}/questions", case.id)
        } else {
            format!("/threads/{}", case.id)
        };
        return Ok(Redirect::to(&to).into_response());
    };
    if problem.status != 409 {
        return Err(problem);
    }
    let page = if asks {
        again(&desk, &case, &typed, &problem)
    } else {
        shown(&desk, &case, &typed, Some(&problem)).await?
    };
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The patient's form once more, with what was typed.
fn again(desk: &Desk, case: &CaseFacts, typed: &Typed, problem: &Problem) -> Markup {
    let lang = desk.caller.lang();
    let title = text!("担当チームに質問する", "Ask the team");
    let body = html! {
        div class="my" {
            h1 { (title.get(lang)) }
            (page::refused(lang, problem))
            (question_form(lang, &case.id.to_string(), typed.get("text")))
            p { a href={ "/my/" (case.id) "/questions" } { (text!("もどる", "Back").get(lang)) } }
        }
    };
    page::page(lang, &title, &desk.caller, body)
}

/// The form of a question, as the portal shows it too.
#[must_use]
pub fn question_form(lang: Lang, case: &str, typed: &str) -> Markup {
    let label = text!("質問", "Your question");
    let body = page::textarea(lang, "text", &label, typed, 5);
    let verb = text!("質問を送る", "Send the question");
    let action = format!("/threads/{case}/questions");
    page::drafted(lang, &action, &format!("question-{case}"), &verb, body)
}

async fn shown(
    desk: &Desk,
    case: &CaseFacts,
    typed: &Typed,
    refused: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (platform, caller, lang) = (&desk.platform, &desk.caller, desk.caller.lang());
    let on = about(case, "thread", auth::Holds::Clinical);
    let patients = caller.sees(platform, "question.read", &on).await?.is_some();
    let all = jobs::spoken(platform, &case.id, |said| {
        patients || said.kind == LineKind::Note
    })
    .await?;
    let mut lines = Vec::new();
    for spoken in &all {
        lines.push((spoken, writer(desk, spoken).await?));
    }
    let title = text!("メモと質問", "Notes and questions");
    let hidden = text!(
        "患者さんとのやりとりは、この役割では表示されません。",
        "What the patient and the team write to each other is not shown to your role."
    );
    let body = html! {
        p class="small" { a href={ "/cases/" (case.id) } { (text!("症例", "Case").get(lang)) " " (case.id) } }
        h1 { (title.get(lang)) }
        @if let Some(problem) = refused { (page::refused(lang, problem)) }
        @if patients { (questions(desk, case, &lines, typed)) }
        @else { p class="quiet-line" { (hidden.get(lang)) } }
        (notes(desk, case, &lines, typed))
    };
    Ok(page::page(lang, &title, caller, body))
}

/// Who wrote a line: the name among staff, the role of a participant.
async fn writer(desk: &Desk, spoken: &Spoken) -> Result<String, Problem> {
    let line = &spoken.said.line;
    let role = auth::role(&line.role).map(|r| r.label.get(desk.caller.lang()).to_owned());
    let role = role.unwrap_or_else(|| line.role.clone());
    if spoken.said.kind == LineKind::Question {
        return Ok(role);
    }
    let account = AccountId::parse(line.by.clone()).map_err(anyhow::Error::from)?;
    let name = desk
        .platform
        .auth()
        .profile(&account)
        .await?
        .map(|p| p.name);
    Ok(format!(
        "{} {role}",
        name.unwrap_or_else(|| line.by.clone())
    ))
}

type Lines<'a> = [(&'a Spoken, String)];

fn questions(desk: &Desk, case: &CaseFacts, lines: &Lines<'_>, typed: &Typed) -> Markup {
    let lang = desk.caller.lang();
    let of = |kind| lines.iter().filter(move |(s, _)| s.said.kind == kind);
    let title = text!("患者さんからの質問", "Questions of the patient");
    let none = text!("質問はまだありません。", "No question was asked yet.");
    let may = ["coordinator", "physician", "counsellor"]
        .iter()
        .any(|r| desk.caller.holds(r));
    let body = html! {
        @if of(LineKind::Question).next().is_none() { p class="empty" { (none.get(lang)) } }
        @for (question, who) in of(LineKind::Question) {
            @let n = question.said.line.n;
            @let answers: Vec<_> = of(LineKind::Answer).filter(|(a, _)| a.said.question == Some(n)).collect();
            article class="card talk" id={ "question-" (n) } {
                (said(question, who, lang))
                @for (answer, who) in &answers { div class="answer" { (said(answer, who, lang)) } }
                @if answers.is_empty() { p { (page::status(lang, Status::Now, Some(&text!("回答待ち", "waits for an answer")))) } }
                @if may { (answer_form(desk, case, n, typed)) }
            }
        }
    };
    page::section(lang, "questions", &title, body)
}

fn answer_form(desk: &Desk, case: &CaseFacts, n: u32, typed: &Typed) -> Markup {
    let lang = desk.caller.lang();
    let name = format!("answer-{n}");
    let label = text!(
        "回答（患者さんに表示されます）",
        "Answer (the patient sees it)"
    );
    let body = html! {
        input type="hidden" name="field" value=(name);
        (page::textarea(lang, &name, &label, typed.get(&name), 4))
        p class="consequence" { (text!(
            "送ると、患者さんのページにすぐ表示されます。検査の結果は、説明の前には書かないでください。",
            "It appears on the patient's page at once. Do not write of results before they were explained.").get(lang)) }
    };
    let action = format!("/threads/{}/questions/{n}", case.id);
    let key = format!("answer-{}-{n}", case.id);
    page::drafted(
        lang,
        &action,
        &key,
        &text!("回答を送る", "Send the answer"),
        body,
    )
}

fn notes(desk: &Desk, case: &CaseFacts, lines: &Lines<'_>, typed: &Typed) -> Markup {
    let lang = desk.caller.lang();
    let all: Vec<_> = lines
        .iter()
        .filter(|(s, _)| s.said.kind == LineKind::Note)
        .collect();
    let title = text!(
        "スタッフのメモ（患者さんには表示されません）",
        "Notes of staff (the patient never sees them)"
    );
    let none = text!("メモはまだありません。", "There is no note yet.");
    let form = page::textarea(lang, "text", &text!("メモ", "Note"), typed.get("text"), 3);
    let action = format!("/threads/{}/notes", case.id);
    let key = format!("note-{}", case.id);
    let body = html! {
        @if all.is_empty() { p class="empty" { (none.get(lang)) } }
        @for (note, who) in all { article class="card talk" { (said(note, who, lang)) } }
        (page::drafted(lang, &action, &key, &text!("メモを残す", "Leave the note"), form))
    };
    page::section(lang, "notes", &title, body)
}

fn said(spoken: &Spoken, who: &str, lang: Lang) -> Markup {
    let line = &spoken.said.line;
    html! {
        p class="small" { (who) " · " (line.at.show(lang)) }
        p class="said" { (words(spoken, lang)) }
    }
}

/// The words of a line; erased ones say so.
#[must_use]
pub fn words(spoken: &Spoken, lang: Lang) -> Markup {
    let erased = text!(
        "（同意の撤回により消去済み）",
        "(erased after the withdrawal)"
    );
    html! { @match &spoken.words { Some(said) => (said), None => (erased.get(lang)) } }
}
