//! The door of a death: what is on record of each participant, what follows from it, and the way back after a mistake.

use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Field, Status},
};
use words::{Lang, PersonId, Text, text};

use super::identity::by_at;
use crate::{
    api::{
        deaths::{member, record, take_back},
        openings::case_for,
    },
    decide::Refusal,
    facts::{self, CaseView, Member},
    words::{
        calendar,
        death::{Death, MISTAKES, Mistake, SOURCES, Source},
    },
};

/// What was typed.
#[derive(Deserialize, Default)]
pub(super) struct Typed {
    #[serde(default)]
    person: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    mistake: String,
}

/// Whose form is open.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    person: String,
}

/// The page.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Markup, Problem> {
    let typed = Typed {
        person: chosen.person,
        ..Typed::default()
    };
    draw(&platform, &caller, &id, &typed, None).await
}

/// Records a death.
pub(super) async fn save(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let (case, person, actor) = member(&platform, &caller, &id, &typed.person).await?;
    let done = match read(&typed) {
        Ok((source, on)) => record(&platform, &case, &person, actor, source, on).await,
        Err(why) => Err(Problem::refused(&Refusal::DeathIncomplete(why))),
    };
    answer(&platform, &caller, &case, &typed, done.err()).await
}

/// Takes a record back.
pub(super) async fn correct(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let (case, person, actor) = member(&platform, &caller, &id, &typed.person).await?;
    let done = match Mistake::of(&typed.mistake) {
        Some(mistake) => take_back(&platform, &case, &person, actor, mistake).await,
        None => Err(Problem::refused(&Refusal::DeathIncomplete(text!(
            "取り消す理由を選んでください。",
            "Choose why it is taken back."
        )))),
    };
    answer(&platform, &caller, &case, &typed, done.err()).await
}

fn read(typed: &Typed) -> Result<(Source, Option<words::Day>), Text> {
    let source = Source::of(&typed.source).ok_or_else(|| {
        text!(
            "何によって知ったかを選んでください。記録していません。",
            "Choose how it is known. Nothing was recorded."
        )
    })?;
    let on = match typed.on.trim() {
        "" => None,
        on => Some(calendar::day(on).map_err(|e| e.text())?),
    };
    Ok((source, on))
}

/// Back to the page; with what was typed if it was refused.
async fn answer(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    typed: &Typed,
    problem: Option<Problem>,
) -> Result<Response, Problem> {
    match problem {
        None => Ok(Redirect::to(&at(case)).into_response()),
        Some(problem) if problem.status == 409 => {
            let page = draw(platform, caller, case.id.as_str(), typed, Some(&problem)).await?;
            Ok((problem.status(), page).into_response())
        }
        Some(problem) => Err(problem),
    }
}

fn at(case: &CaseView) -> String {
    format!("/cases/{}/death", case.id)
}

async fn draw(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (case, _) = case_for(platform, caller, id, "death.record").await?;
    let lang = caller.lang();
    let mut drawn = Vec::new();
    for one in case.members.iter().chain(&case.removed) {
        drawn.push(of_member(platform, caller, &case, one, typed, problem).await?);
    }
    let title = text!(
        ("症例 {}：亡くなられたことの記録", case.id),
        ("Case {}: record a death", case.id)
    );
    let body = html! {
        p { a href={ "/cases/" (case.id) } { (text!("症例へ戻る", "Back to the case").get(lang)) } }
        h1 { (title.get(lang)) }
        (page::notice(lang, &follows(), false))
        @for one in drawn { (one) }
    };
    Ok(page::page(lang, &title, caller, body))
}

/// What a record does, before anybody makes one.
fn follows() -> Text {
    text!(
        "記録すると、その方へのお知らせとサインインを止め、その方に関わる予定（説明、遺伝カウンセリング、採血など）を終えます。同意は撤回になりません。研究への利用は、生前の同意のとおり続きます。誤って記録したときは、このページで取り消せます。",
        "Once it is recorded, messages to the person and signing in stop, and what was planned with the person (explanation, counselling, taking samples) ends. It is not a withdrawal: use for research goes on as the person consented in life. A mistaken record can be taken back on this page."
    )
}

async fn of_member(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    one: &Member,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let Some(known) = facts::person(platform.db(), &one.person).await? else {
        return Ok(html! {});
    };
    let who = facts::identity(platform, &one.person).await?;
    let name = who.map_or_else(|| one.person.to_string(), |w| w.name);
    // one form at a time: several would share the names of their fields
    let mine = typed.person == one.person.as_str();
    let open = mine || (typed.person.is_empty() && case.members.len() == 1 && !known.is_dead());
    let problem = problem.filter(|_| mine);
    let (verb, form) = if known.is_dead() {
        let verb = text!("誤って記録したとき", "If it was recorded by mistake");
        (verb, back(case, &one.person, &name, typed, lang))
    } else {
        let verb = text!("亡くなられたことを記録する", "Record a death");
        (verb, form(case, &one.person, &name, typed, lang))
    };
    let body = html! {
        p { strong lang="ja" { (name) } " " code { (one.person) } }
        @if let Some(problem) = problem { (page::refused(lang, problem)) }
        @if known.is_dead() {
            (recorded(platform, &one.person, known.death.as_ref(), lang).await?)
        }
        @if open { h3 { (verb.get(lang)) } (form) }
        @else { p { a class="button" href={ (at(case)) "?person=" (one.person) "#member-" (one.person) } { (verb.get(lang)) } } }
    };
    let id = format!("member-{}", one.person);
    Ok(page::section(lang, &id, &one.relation.text(), body))
}

async fn recorded(
    platform: &Platform,
    person: &PersonId,
    death: Option<&Death>,
    lang: Lang,
) -> Result<Markup, Problem> {
    let on = facts::day_of_death(platform, person).await?;
    let day = match on {
        Some(on) => {
            html! { (on.show(lang)) "（" span lang="ja" { (on.era().unwrap_or_default()) } "）" }
        }
        None => html! { (text!("不明", "not known").get(lang)) },
    };
    let mut all = vec![(text!("亡くなられた日", "Day of death"), day)];
    if let Some(death) = death {
        let by = by_at(platform, &death.by, death.at, lang).await?;
        let source = death.source.text();
        all.push((
            text!("何によって知ったか", "Known from"),
            html! { (source.get(lang)) },
        ));
        all.push((text!("記録した方", "Recorded by"), by));
    }
    let said = text!("ご逝去", "deceased");
    Ok(html! {
        p { (page::status(lang, Status::Stopped, Some(&said))) }
        (page::facts(lang, &all))
    })
}

fn form(case: &CaseView, person: &PersonId, name: &str, typed: &Typed, lang: Lang) -> Markup {
    let sources: Vec<(&str, Text)> = SOURCES.iter().map(|s| (s.code(), s.text())).collect();
    let day = Field::new("on", text!("亡くなられた日", "Day of death"))
        .value(&typed.on)
        .hint(text!(
            "例：R8.4.3、2026/4/3。わからないときは空欄のまま。",
            "For example 2026/4/3 or R8.4.3. Leave it empty if it is not known."
        ));
    let body = html! {
        input type="hidden" name="person" value=(person);
        (page::field(lang, &day))
        (page::radios(lang, "source", &text!("何によって知ったか", "Known from"), &sources, &typed.source))
    };
    let verb = text!(
        ("{name} さんが亡くなられたことを記録する"),
        ("Record that {name} died")
    );
    page::form(lang, &at(case), &verb, body)
}

fn back(case: &CaseView, person: &PersonId, name: &str, typed: &Typed, lang: Lang) -> Markup {
    let reasons: Vec<(&str, Text)> = MISTAKES.iter().map(|m| (m.code(), m.text())).collect();
    let body = html! {
        input type="hidden" name="person" value=(person);
        (page::radios(lang, "mistake", &text!("理由", "Reason"), &reasons, &typed.mistake))
        p class="small" { (text!(
            "取り消すと、お知らせとサインインが元に戻り、終えた予定がもう一度開きます。記録と取り消しは、どちらも履歴に残ります。",
            "Messages and signing in come back, and what had ended is open again. Both the record and its correction stay in the history."
        ).get(lang)) }
    };
    let verb = text!(
        ("{name} さんの記録を取り消す"),
        ("Take back the record about {name}")
    );
    page::form(lang, &format!("{}/correct", at(case)), &verb, body)
}
