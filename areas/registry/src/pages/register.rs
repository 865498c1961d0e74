//! Registering a case: one short page, and the number with the way to the consent.

mod form;
mod typed;

use auth::Resource;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};
use words::{Actor, SiteId, text};

use self::{
    form::{Page, Warning},
    typed::Typed,
};
use crate::{
    api::{
        cases::{NewCase, enter},
        openings::case_for,
    },
    facts,
    words::{CaseKind, CaseStatus},
};

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Wanted {
    kind: Option<String>,
}

/// The empty form.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Problem> {
    let (_, site) = may(&platform, &caller).await?;
    let mut typed = Typed::default();
    typed.set("kind", wanted.kind.as_deref().unwrap_or("cancer"));
    let page = Page::empty(caller.lang(), &typed, approved(&platform, &site).await?);
    Ok(frame(&caller, page.draw()))
}

/// Registers, or shows what is wrong beside what was typed.
pub(super) async fn save(
    State(platform): State<Platform>,
    caller: Caller,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (actor, site) = may(&platform, &caller).await?;
    let typed = Typed::of(pairs);
    let mut page = Page::empty(caller.lang(), &typed, approved(&platform, &site).await?);
    let (eligibility, members) = match typed.read(platform.now().day()) {
        Ok(read) => read,
        Err(wrong) => {
            page.wrong = wrong;
            return Ok(again(&caller, StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    if typed.get("other_person") != "yes" {
        page.warnings = namesakes(&platform, &site, &members).await?;
        if !page.warnings.is_empty() {
            return Ok(again(&caller, StatusCode::CONFLICT, &page));
        }
    }
    let new = NewCase {
        site,
        project: None,
        eligibility,
        members,
    };
    match enter(&platform, &actor, new).await {
        Ok(case) => Ok(Redirect::to(&format!("/register/{}", case.id)).into_response()),
        Err(problem) if problem.status == 409 => {
            page.refused = Some(problem.clone());
            Ok(again(&caller, problem.status(), &page))
        }
        Err(problem) => Err(problem),
    }
}

/// The number that was issued, and what comes next.
pub(super) async fn done(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let (case, _) = case_for(&platform, &caller, &id, "case.read").await?;
    let (lang, id) = (caller.lang(), &case.id);
    let title = text!("登録しました", "Registered");
    let waits = text!(
        "対象患者の条件の例外として、専門委員会の承認を待っています。同意の説明は、承認のあとに始めます。",
        "The case waits for the expert committee's approval as an exception. Consent begins after that."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        p { (text!("症例番号", "Case number").get(lang)) " " strong class="case-number" { (id) } }
        @if case.status == CaseStatus::AwaitingException {
            (page::notice(lang, &waits, false))
            p { (page::link(lang, &format!("/cases/{id}"), &text!("症例を開く", "Open the case"))) }
        } @else {
            p { a class="button" href={ "/cases/" (id) "/consents" } { (text!("同意の説明へ進む", "Go on to consent").get(lang)) } }
            p {
                (page::link(lang, &format!("/cases/{id}"), &text!("症例を開く", "Open the case"))) " · "
                (page::link(lang, "/register", &text!("続けて登録する", "Register another case")))
            }
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

/// Asks whether the caller may register, and where.
async fn may(platform: &Platform, caller: &Caller) -> Result<(Actor, SiteId), Problem> {
    let site = caller.site();
    let mut on = Resource::new("case", "new");
    if let Some(site) = &site {
        on = on.at_site(site);
    }
    let actor = caller.may(platform, "case.register", &on).await?;
    // the rule permits at the own site only
    Ok((actor, site.ok_or_else(Problem::broken)?))
}

/// For which fields the site is approved today.
async fn approved(platform: &Platform, site: &SiteId) -> Result<Vec<CaseKind>, Problem> {
    let today = platform.now().day();
    let site = facts::site(platform.db(), site).await?;
    let approvals = site.map(|s| s.approvals).unwrap_or_default();
    let now = approvals.into_iter().filter(|a| a.holds_on(today));
    Ok(now.filter_map(|a| a.kind).collect())
}

/// Who is registered here under one of the names already.
async fn namesakes(
    platform: &Platform,
    site: &SiteId,
    members: &[crate::api::wire::MemberIn],
) -> Result<Vec<Warning>, Problem> {
    let mut warnings = Vec::new();
    for member in members {
        let who = &member.identity;
        let found = facts::namesakes_of(platform, site, &who.kana, who.birth_day).await?;
        for namesake in found {
            let known = facts::identity(platform, &namesake.person).await?;
            let number = known.and_then(|k| k.patient_number);
            // the same number is the same person: refused or joined by the registration itself
            if number.is_none() || number != who.patient_number {
                warnings.push(Warning {
                    relation: member.relation,
                    number,
                    namesake,
                });
            }
        }
    }
    Ok(warnings)
}

fn frame(caller: &Caller, body: Markup) -> Markup {
    let title = text!("症例を登録する", "Register a case");
    page::page(caller.lang(), &title, caller, body)
}

fn again(caller: &Caller, status: StatusCode, page: &Page<'_>) -> Response {
    (status, frame(caller, page.draw())).into_response()
}
