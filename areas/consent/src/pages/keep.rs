//! What the person posts at each step. Everything is kept at once; whoever comes back goes on where it was left.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use ledger::Along;
use web::{Platform, Problem};
use words::{Context, text};

use super::{Posted, door::Visit, steps};
use crate::{
    decide::{Refusal, SessionAggregate, SessionCommand as C},
    store::session::{self, Said},
    words::{
        Answers, Giver, Method, NOT_SET, Proxy, ProxyRelation,
        form::{self, ItemKind},
        session::Step,
        strokes, teaching,
    },
};

/// The longest words taken from a person, characters.
const LONGEST: usize = 2_000;

/// One step.
pub(super) async fn step(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(number): Path<u8>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    let here = Step::of(number).unwrap_or(Step::Welcome);
    match take(&platform, &visit, here, &posted).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(problem) if problem.status == 409 || problem.status == 400 => {
            let page =
                steps::page(&platform, &visit, here, None, Some((&problem, &posted))).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn to(step: Step) -> String {
    format!("/tablet/step/{}", step.number())
}

/// Does it, and says where to go on.
async fn take(
    platform: &Platform,
    visit: &Visit,
    here: Step,
    posted: &Posted,
) -> Result<String, Problem> {
    let next = |step: Step| Step::of(step.number() + 1).unwrap_or(Step::Receipt);
    let mut along = Along::default();
    let command = match here {
        Step::Welcome => C::Begin(super::word(super::one(posted, "letters")).unwrap_or_default()),
        Step::Who => {
            let (command, words) = who(platform, visit, posted)?;
            along.writes.extend(words);
            command
        }
        Step::Cards => return cards(platform, visit, posted).await,
        Step::Items => C::ReadItems,
        Step::Check => return check(platform, visit, posted).await,
        Step::Mandatory => return agree(platform, visit, posted).await,
        Step::Choices => return choose(platform, visit, posted).await,
        Step::Review => C::Review,
        Step::Sign => return sign(platform, visit, posted).await,
        // done by staff: the person only looks again
        Step::Talk | Step::Identity | Step::Countersign | Step::Receipt => return Ok(to(here)),
    };
    run(platform, visit, command, along).await?;
    Ok(to(next(here)))
}

/// Decides and records.
async fn run(
    platform: &Platform,
    visit: &Visit,
    command: C,
    along: Along,
) -> Result<crate::words::session::Session, Problem> {
    let facts = visit.facts(platform).await?;
    let context = Context::new(facts.now, visit.actor.clone()).on(&visit.session.invitation.case);
    let done = platform
        .ledger()
        .execute_along::<SessionAggregate>(&visit.id, command, &facts, &context, along)
        .await?;
    done.state.ok_or_else(crate::api::unknown)
}

fn who(
    platform: &Platform,
    visit: &Visit,
    posted: &Posted,
) -> Result<(C, Vec<::store::Write>), Problem> {
    let mut words = Vec::new();
    let giver = match super::one(posted, "giver") {
        "self" => Giver::Person,
        "proxy" => Giver::Proxy,
        _ => return Err(unsaid()),
    };
    let other = super::one(posted, "other").trim();
    let relation: Option<ProxyRelation> = super::word(super::one(posted, "relation"));
    let proxy = relation
        .filter(|_| giver == Giver::Proxy)
        .map(|relation| Proxy {
            relation,
            other_given: !other.is_empty(),
            authority: None,
        });
    if proxy.as_ref().is_some_and(|p| p.other_given) {
        let id = format!("{}-relation", visit.id);
        let (_, write) = seal(platform, visit, &id, other)?;
        words.push(write);
    }
    Ok((C::Who { giver, proxy }, words))
}

fn unsaid() -> Problem {
    Problem::bad_input(text!("どちらかを選んでください。", "Please choose one."))
}

fn seal(
    platform: &Platform,
    visit: &Visit,
    id: &str,
    words: &str,
) -> Result<(::words::Digest, ::store::Write), Problem> {
    if words.chars().count() > LONGEST {
        return Err(Problem::bad_input(text!(
            "2,000文字以内で書いてください。",
            "Please write at most 2,000 characters."
        )));
    }
    let said = Said {
        asked: words.to_owned(),
        answered: None,
        salt: platform.new_id(""),
    };
    let person = &visit.session.invitation.person;
    Ok(session::said(platform, (&visit.id, id), person, &said)?)
}

async fn cards(platform: &Platform, visit: &Visit, posted: &Posted) -> Result<String, Problem> {
    let read: u32 = super::one(posted, "card").parse().unwrap_or_default();
    run(platform, visit, C::ReadCards(read), Along::default()).await?;
    Ok(if read < teaching::cards() {
        format!("{}?card={}", to(Step::Cards), read + 1)
    } else {
        to(Step::Items)
    })
}

async fn check(platform: &Platform, visit: &Visit, posted: &Posted) -> Result<String, Problem> {
    let given = super::answers(posted, "item.");
    let asked = teaching::teaching().checks.iter();
    let right: BTreeMap<String, bool> = asked
        .filter_map(|q| given.get(&q.code).map(|a| (q.code.clone(), *a == q.right)))
        .collect();
    let missed = right.values().any(|right| !right);
    run(platform, visit, C::Check(right), Along::default()).await?;
    Ok(to(if missed { Step::Check } else { Step::Talk }))
}

/// A no is answered by asking whether the person does not take part.
async fn agree(platform: &Platform, visit: &Visit, posted: &Posted) -> Result<String, Problem> {
    let answers = super::answers(posted, "item.");
    let child = super::answers(posted, "child.");
    let command = C::Agree { answers, child };
    let state = run(platform, visit, command, Along::default()).await?;
    let step = crate::decide::step(&state);
    Ok(to(if step > Step::Mandatory {
        Step::Choices
    } else {
        Step::Mandatory
    }))
}

/// What was in sight and was left alone is "not set": nothing is presumed.
async fn choose(platform: &Platform, visit: &Visit, posted: &Posted) -> Result<String, Problem> {
    let mut answers: Answers = super::answers(posted, "item.");
    for code in super::all(posted, "seen") {
        let entry = answers.entry(code.to_owned());
        entry.or_insert_with(|| NOT_SET.to_owned());
    }
    let form = form::find(&visit.session.invitation.form);
    let choice = |code: &str| {
        form.and_then(|f| f.item(code))
            .is_some_and(|i| i.kind == ItemKind::Choice)
    };
    answers.retain(|code, _| choice(code));
    let state = run(platform, visit, C::Choose(answers), Along::default()).await?;
    Ok(to(if state.chosen {
        Step::Review
    } else {
        Step::Choices
    }))
}

/// The own name, written or drawn as the signature: sealed with what was in sight, its digest is the evidence.
async fn sign(platform: &Platform, visit: &Visit, posted: &Posted) -> Result<String, Problem> {
    let name = super::one(posted, "name").trim().to_owned();
    let drawn = strokes::read(super::one(posted, "drawn"));
    if name.is_empty() && drawn.is_none() {
        return Err(Problem::refused(&Refusal::NotSigned));
    }
    let name: String = name.chars().take(LONGEST).collect();
    let seen = &visit.session;
    let said = serde_json::json!({
        "name": name, "drawn": drawn, "form": seen.invitation.form, "form_sha256": seen.invitation.form_digest,
        "answers": seen.answers, "child": seen.child, "at": platform.now().rfc3339(),
    });
    let id = format!("{}-signature", visit.id);
    let said = Said {
        asked: said.to_string(),
        answered: None,
        salt: platform.new_id(""),
    };
    let person = &seen.invitation.person;
    let (digest, write) = session::said(platform, (&visit.id, &id), person, &said)?;
    let along = Along {
        writes: vec![write],
        ..Along::default()
    };
    run(platform, visit, C::Sign(digest), along).await?;
    Ok(to(Step::Countersign))
}

/// A question to staff. Nothing is signed while it is open.
pub(super) async fn ask(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Result<Redirect, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    let words = super::one(&posted, "question").trim();
    let item = super::one(&posted, "item");
    let back: u8 = super::one(&posted, "step").parse().unwrap_or(4);
    let back = format!("/tablet/step/{back}");
    if words.is_empty() {
        return Ok(Redirect::to(&back));
    }
    let known = form::find(&visit.session.invitation.form).and_then(|f| f.item(item));
    let id = platform.new_id("q-");
    let (digest, write) = seal(&platform, &visit, &id, words)?;
    let along = Along {
        writes: vec![write],
        ..Along::default()
    };
    let item = known.map(|i| i.code.clone()).unwrap_or_default();
    run(&platform, &visit, C::Ask { id, item, digest }, along).await?;
    Ok(Redirect::to(&format!("{back}#questions")))
}

/// The person does not take part.
pub(super) async fn decline(
    State(platform): State<Platform>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    run(&platform, &visit, C::Decline, Along::default()).await?;
    Ok(Redirect::to("/tablet/step/0"))
}

/// How a record of this visit is made.
pub(super) fn place(method: Option<Method>) -> &'static str {
    match method {
        Some(Method::ERemote) => "remote",
        _ => "onsite",
    }
}
