//! A procedure as staff see it: where the person is, what waits for staff, and the ways to hand it over.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Status as Shape},
};
use words::{Actor, Context, Lang, text};

use super::{door, talk};
use crate::{
    api,
    decide::{self, SessionAggregate, SessionCommand},
    jobs,
    store::{door::Door, session},
    words::{
        Method,
        form::{self, Form},
        session::{End, STEPS, Session, Step},
    },
};

/// A session with its case, for staff who may.
pub(super) struct Desk {
    pub id: String,
    pub session: Session,
    pub case: CaseView,
    pub form: &'static Form,
    pub actor: Actor,
}

/// Finds it and asks whether the caller may; what is not there is denied alike.
pub(super) async fn desk(platform: &Platform, caller: &Caller, id: &str) -> Result<Desk, Problem> {
    let Some(session) = session::session(platform.db(), id).await? else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(platform, "consent.give", nothing, api::unknown())
            .await);
    };
    let case = api::case(platform, session.invitation.case.as_str()).await?;
    let resource = api::resource(&case, &session.invitation.person, id);
    let actor = caller.may(platform, "consent.give", &resource).await?;
    let form = form::find(&session.invitation.form).ok_or_else(api::unknown)?;
    let id = id.to_owned();
    Ok(Desk {
        id,
        session,
        case,
        form,
        actor,
    })
}

/// Decides and records for staff.
pub(super) async fn run(
    platform: &Platform,
    desk: &Desk,
    command: SessionCommand,
    along: ledger::Along,
) -> Result<(), Problem> {
    let facts = door::facts(platform, &desk.session.invitation, &desk.actor).await?;
    let context = Context::new(facts.now, desk.actor.clone()).on(&desk.case.id);
    platform
        .ledger()
        .execute_along::<SessionAggregate>(&desk.id, command, &facts, &context, along)
        .await?;
    Ok(())
}

pub(super) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    draw(&platform, &caller, &desk, None).await
}

/// The page, with what was refused.
pub(super) async fn draw(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
    refused: Option<&Problem>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let case = &desk.case;
    let names = registry::facts::resource_of(case).holding(auth::Holds::Identity);
    let names = caller
        .sees(platform, "identity.read", &names)
        .await?
        .is_some();
    let person = &desk.session.invitation.person;
    let identity = match names {
        true => registry::facts::identity(platform, person).await?,
        false => None,
    };
    let name = identity.map_or_else(
        || person.to_string(),
        |i| format!("{}（{}）", i.name, i.kana),
    );
    let relation = super::relation_of(case, person).map(super::relation);
    let title = text!(("説明と同意　{name}"), ("Explanation and consent: {name}"));
    let open = desk.session.end.is_none();
    let body = html! {
        p { a href={ "/cases/" (case.id) "/consents" } { (text!(("{}の同意へ", case.id), ("Consents of {}", case.id)).get(lang)) } }
        (super::mark(lang, desk.form))
        h1 { (title.get(lang)) }
        p { @if let Some(relation) = relation { (relation.get(lang)) "　" }
            a href={ "/consents/forms/" (desk.form.reference()) } { (desk.form.reference()) } "　"
            (page::status(lang, shape(&desk.session), Some(&desk.session.state_text()))) }
        @if let Some(problem) = refused { (page::refused(lang, problem)) }
        div class="columns" {
            div {
                @if open { (talk::waiting(platform, desk, lang).await?) }
                @if let Some(signed) = &desk.session.countersigned {
                    p { (text!("担当者の署名", "Signed by staff").get(lang)) "　" (signed.statement.account) "　" (signed.statement.at.show(lang)) "　" code { (signed.code()) } }
                }
                @if let Some(End::Recorded { consent }) = &desk.session.end {
                    p { a class="button" href={ "/api/consents/" (consent) "/receipt" } { (text!("控え（PDF）を開く", "Open the receipt (PDF)").get(lang)) } }
                }
            }
            div { (steps(lang, &desk.session)) @if open { (ways(lang, desk)) } }
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

fn shape(session: &Session) -> Shape {
    match session.end {
        Some(End::Recorded { .. }) => Shape::Done,
        Some(_) => Shape::Stopped,
        None => Shape::Now,
    }
}

/// The thirteen steps with how far the person is.
fn steps(lang: Lang, session: &Session) -> Markup {
    let first = decide::step(session);
    html! {
        h2 { (text!("いまの段階", "Where the person is").get(lang)) }
        ol class="steps thin" {
            @for step in STEPS {
                @let shape = if step < first || session.end.is_some() { Shape::Done } else if step == first { Shape::Now } else { Shape::Waiting };
                li { (page::status(lang, shape, Some(&step.text()))) }
            }
        }
    }
}

/// The ways to hand it over.
fn ways(lang: Lang, desk: &Desk) -> Markup {
    let at = |what: &str| format!("/consents/{}/{what}", desk.id);
    let until = desk.session.invitation.until.show(lang);
    html! {
        h2 { (text!("手渡す", "Hand over").get(lang)) }
        p { (text!("この端末を渡すと、この方の説明と同意のほかは何も開けなくなり、あなたはサインアウトされます。", "When you hand over this device, nothing but this person's consent opens on it, and you are signed out.").get(lang)) }
        (page::act(lang, &at("tablet"), &text!("この端末を手渡す", "Hand over this device"), &[]))
        p { (text!(("ご自宅で答える方、別のタブレットを使う方には、1回だけ使える番号の手紙を渡します（{until}まで）。前の番号は使えなくなります。"), ("For answering at home or on another tablet, print a letter with a one-time code (until {until}). Earlier codes stop working.")).get(lang)) }
        (page::act(lang, &at("letter"), &text!("番号の手紙を作る（PDF）", "Make the letter with the code (PDF)"), &[]))
        details { summary { (text!("この手続きをやめる", "End this procedure").get(lang)) }
            p { (text!("記録は作られません。ここまでの経過は残ります。", "No record is made. What happened so far stays on the record.").get(lang)) }
            (page::act(lang, &at("close"), &text!("やめる", "End it"), &[]))
        }
    }
}

/// Hands over this very browser: the session of staff ends with it.
pub(super) async fn tablet(
    State(platform): State<Platform>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let method = Method::EOnsite;
    if desk.session.end.is_none() && desk.session.signature.is_none() {
        run(
            &platform,
            &desk,
            SessionCommand::HandOver(method),
            ledger::Along::default(),
        )
        .await?;
    }
    let door = Door {
        session: desk.id.clone(),
        method,
        by: desk.actor.account.clone(),
        expires: desk.session.invitation.until,
    };
    door::hand_over(&platform, &headers, door).await
}

/// The person enters from the own account; it stays signed in.
pub(super) async fn enter(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = session::session(platform.db(), &id).await?;
    let own = found.filter(|s| caller.person() == Some(&s.invitation.person));
    let Some(session) = own else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(&platform, "consent.amend", nothing, api::unknown())
            .await);
    };
    let case = api::case(&platform, session.invitation.case.as_str()).await?;
    let resource = api::resource(&case, &session.invitation.person, &id);
    let actor = caller.may(&platform, "consent.amend", &resource).await?;
    let door = Door {
        session: id,
        method: Method::ERemote,
        by: actor.account,
        expires: session.invitation.until,
    };
    door::enter(&platform, door).await
}

/// Makes a code and prints it; the code is nowhere else.
pub(super) async fn letter(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let method = Method::ERemote;
    run(
        &platform,
        &desk,
        SessionCommand::HandOver(method),
        ledger::Along::default(),
    )
    .await?;
    let code = door::code(&platform, &desk.id, &desk.session, method, &desk.actor).await?;
    let identity = registry::facts::identity(&platform, &desk.session.invitation.person).await?;
    let to = identity.map_or_else(String::new, |i| format!("{} 様", i.name));
    let until = desk.session.invitation.until.day();
    let of = (desk.id.as_str(), desk.form);
    let pdf = jobs::letter(&platform, of, &to, &door::grouped(&code), until).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf))
}

/// Ends it without a record.
pub(super) async fn close(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    run(
        &platform,
        &desk,
        SessionCommand::Close,
        ledger::Along::default(),
    )
    .await?;
    crate::store::door::close(platform.db(), &desk.id).await?;
    Ok(Redirect::to(&format!("/cases/{}/consents", desk.case.id)))
}

/// Whether the person is beyond a step.
pub(super) fn beyond(session: &Session, step: Step) -> bool {
    decide::step(session) > step
}
