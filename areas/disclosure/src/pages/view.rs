//! The page of confirm, counsel, explain: what is open, in order, each with its one button.

use std::collections::BTreeMap;

use auth::{Holds, Resource};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use report::Desk;
use report::facts::Outcome;
use report::jobs::gather::CaseFacts;
use web::{Problem, page};
use words::{Actor, Lang, text};

use super::{before, told as explained, typed::Typed};
use crate::{
    api::allowed,
    decide::{Disclosure, Facts, Told, verdicts},
    jobs,
    rules::Verdict,
};

/// Everything the page shows.
pub(super) struct View<'a> {
    pub desk: &'a Desk,
    pub case: &'a CaseFacts,
    pub lang: Lang,
    pub state: Option<Disclosure>,
    pub facts: Facts,
    /// Finding → what it is, in words; empty for who may not read findings.
    pub words: BTreeMap<String, (String, words::Text)>,
    /// What was typed into a form that was refused.
    pub typed: &'a Typed,
    /// The explanation that waits for its signature.
    pub told: Option<&'a Told>,
    /// The summary of the counselling, for who may read it.
    pub summary: Option<String>,
}

impl View<'_> {
    /// The findings that are to be told, with their gates. What the person does not want to know, or the panel does not
    /// return, stands nowhere on this page.
    pub fn open(&self) -> Vec<(&Outcome, Verdict)> {
        let Some(panel) = self
            .facts
            .panel
            .as_ref()
            .filter(|_| self.facts.panel_report_signed)
        else {
            return Vec::new();
        };
        let mut all = verdicts(self.state.as_ref(), panel, &self.facts.choices, false);
        all.retain(|(_, v)| !matches!(v, Verdict::Hidden | Verdict::NotReturned));
        all
    }

    /// A finding as its reader may see it.
    pub fn named(&self, finding: &str) -> String {
        match self.words.get(finding) {
            Some((name, _)) => name.clone(),
            None => text!(("所見 {finding}"), ("finding {finding}"))
                .get(self.lang)
                .to_owned(),
        }
    }

    /// The address of this case's page.
    pub fn at(&self, rest: &str) -> String {
        format!("/return/{}{rest}", self.case.id)
    }

    /// The reader may do what needs one of these roles; the handler asks again.
    pub fn holds(&self, roles: &[&str]) -> bool {
        roles.iter().any(|r| self.desk.caller.holds(r))
    }

    /// Nothing more is done for this case.
    pub fn ended(&self) -> bool {
        self.state
            .as_ref()
            .is_some_and(|s| s.stopped && !s.care_wanted)
    }
}

/// `GET /return/{case}`.
pub(super) async fn open(desk: Desk, Path(case): Path<String>) -> Result<Markup, Problem> {
    let (case, actor) = allowed(&desk, "disclosure.read", &case).await?;
    shown(&desk, &case, &actor, (&Typed::default(), None), None).await
}

/// The page with the record of the explanation, to be read and signed.
pub(super) async fn signing(
    desk: &Desk,
    case: &CaseFacts,
    actor: &Actor,
    typed: &Typed,
    told: &Told,
) -> Result<Response, Problem> {
    let page = shown(desk, case, actor, (typed, Some(told)), None).await?;
    Ok(page.into_response())
}

/// After a form: back to the page, or the page with what was refused and what was typed.
pub(super) async fn after(
    desk: &Desk,
    case: &CaseFacts,
    actor: &Actor,
    typed: &Typed,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let Err(problem) = done else {
        let to = format!("/return/{}", case.id);
        return Ok(axum::response::Redirect::to(&to).into_response());
    };
    if !matches!(problem.status, 400 | 409) {
        return Err(problem);
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    let page = shown(desk, case, actor, (typed, None), Some(&problem)).await?;
    Ok((status, page).into_response())
}

async fn shown(
    desk: &Desk,
    case: &CaseFacts,
    actor: &Actor,
    (typed, told): (&Typed, Option<&Told>),
    refused: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (platform, lang) = (&desk.platform, desk.caller.lang());
    let state = crate::store::disclosure(platform.db(), &case.id).await?;
    let view = View {
        desk,
        case,
        lang,
        facts: jobs::facts(platform, case, actor).await?,
        words: findings(desk, case).await?,
        summary: summary(desk, case, state.as_ref()).await?,
        state,
        typed,
        told,
    };
    let title = text!("確認・相談・説明", "Confirm, counsel, explain");
    let body = html! {
        p class="small" { a href={ "/cases/" (case.id) } { (text!("症例", "Case").get(lang)) " " (case.id) } }
        h1 { (title.get(lang)) }
        @if let Some(problem) = refused { (page::refused(lang, problem)) }
        @if view.ended() { (page::notice(lang, &text!(
            "同意が取りやめられたため、結果の説明は止まっています。記録は読むことだけができます。",
            "Consent was withdrawn, so nothing more is told. What was recorded can only be read."), false)) }
        @if !view.ended() { (before::lead(&view)) }
        (before::tests(&view))
        (before::counselling(&view))
        (explained::explanation(&view))
        (explained::letters(&view))
        (explained::follow_up(&view))
    };
    Ok(page::page(lang, &title, &desk.caller, body))
}

/// What was found, in words, for who may read findings.
async fn findings(
    desk: &Desk,
    case: &CaseFacts,
) -> Result<BTreeMap<String, (String, words::Text)>, Problem> {
    let on = about(case, "finding", Holds::Genomic);
    let sees = desk
        .caller
        .sees(&desk.platform, "finding.read", &on)
        .await?;
    if sees.is_none() {
        return Ok(BTreeMap::new());
    }
    let material = desk.around.material(&desk.platform, &case.id).await?;
    let each = material.findings.into_iter().map(|f| {
        let change = if f.hgvs_p.is_empty() {
            f.hgvs_c
        } else {
            f.hgvs_p
        };
        (f.id, (format!("{} {change}", f.gene), f.text))
    });
    Ok(each.collect())
}

async fn summary(
    desk: &Desk,
    case: &CaseFacts,
    state: Option<&Disclosure>,
) -> Result<Option<String>, Problem> {
    let Some(digest) = state.and_then(|s| s.talk.summary.as_ref()) else {
        return Ok(None);
    };
    let on = about(case, "counselling", Holds::Clinical);
    let sees = desk
        .caller
        .sees(&desk.platform, "counselling.read", &on)
        .await?;
    match sees {
        Some(_) => Ok(jobs::sealed::open(&desk.platform, &case.id, digest).await?),
        None => Ok(None),
    }
}

/// A thing of the case, for a decision.
pub(super) fn about(case: &CaseFacts, kind: &'static str, holds: Holds) -> Resource {
    let mut on = Resource::new(kind, case.id.as_str())
        .of_case(&case.id)
        .of_person(&case.proband)
        .at_site(&case.site);
    on.holds = holds;
    on
}
