//! Withdrawing: consequences before, one confirmation. As easy as consenting, for staff and for the person.

use std::collections::BTreeSet;

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{Lang, Text, text};

use super::{Posted, choices, talk};
use crate::{
    api,
    decide::{COOLING_OFF_DAYS, Command, Outcome, Reason},
    facts::{self, ConsentView},
    words::{Giver, IdentityCheck, Proxy, ProxyRelation, Scope, form},
};

pub(super) async fn ask(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let view = found(&platform, &caller, &id).await?;
    Ok(draw(&platform, &caller, &view, None))
}

/// The form of the person: finds the own consent of the case.
pub(super) async fn own(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Response, Problem> {
    let denied = auth::Resource::new("consent", case.clone());
    let number = case.strip_suffix(OWN).unwrap_or(&case);
    let (Some(holder), Ok(found)) = (caller.person().cloned(), api::case(&platform, number).await)
    else {
        return Err(caller
            .missing(&platform, "consent.withdraw", denied, api::unknown())
            .await);
    };
    let person = match found.proband() {
        Some(patient) if number == case && acts(&platform, &caller, &found.id, patient).await? => {
            patient.clone()
        }
        _ => holder,
    };
    let resource = api::resource(&found, &person, number);
    let member = super::relation_of(&found, &person).is_some();
    let resource = if member { resource } else { denied };
    caller.may(&platform, "consent.withdraw", &resource).await?;
    let mut views = facts::of_case(platform.db(), &found.id).await?;
    views.retain(|v| v.consent.record.person == person);
    views.sort_by_key(|v| v.consent.submitted_at);
    let in_force = views.iter().rfind(|v| v.consent.status.in_force());
    if let Some(view) = in_force {
        return Ok(draw(&platform, &caller, view, None).into_response());
    }
    match views.iter().rfind(|v| v.consent.withdrawn_at.is_some()) {
        Some(view) => {
            Ok(Redirect::to(&format!("/consents/{}/withdrawal", view.id)).into_response())
        }
        None => Err(api::unknown()),
    }
}

/// Behind the number of a case in an address: what is the reader's own there, also where the reader acts for the patient.
pub(super) const OWN: &str = ".self";

/// Whether a participant acts for the patient of a case.
async fn acts(
    platform: &Platform,
    caller: &Caller,
    case: &words::CaseId,
    patient: &words::PersonId,
) -> Result<bool, Problem> {
    let Some(holder) = caller.person().filter(|h| *h != patient) else {
        return Ok(false);
    };
    let asks = web::Asks {
        account: caller.account.clone(),
        holder: holder.clone(),
        case: case.clone(),
        person: patient.clone(),
    };
    Ok(facts::represents(platform, &asks).await? != auth::Represented::No)
}

async fn found(platform: &Platform, caller: &Caller, id: &str) -> Result<ConsentView, Problem> {
    let Ok((view, case)) = api::consent(platform, id).await else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(platform, "consent.withdraw", nothing, api::unknown())
            .await);
    };
    let resource = api::resource(&case, &view.consent.record.person, id);
    caller.may(platform, "consent.withdraw", &resource).await?;
    Ok(view)
}

fn draw(
    platform: &Platform,
    caller: &Caller,
    view: &ConsentView,
    refused: Option<&Problem>,
) -> Markup {
    let lang = caller.lang();
    let own = caller.person().is_some();
    let title = text!("同意を取りやめる", "Withdraw the consent");
    let person = &view.consent.record.person;
    let action = format!("/consents/{}/withdraw", view.id);
    let verb = if own {
        text!("取りやめる", "Withdraw")
    } else {
        text!(
            ("参加者{person}の同意を撤回する"),
            ("Withdraw the consent of {person}")
        )
    };
    let body = html! {
        div class="consent" {
            @if let Some(form) = form::find(&view.consent.record.form) { (super::mark(lang, form)) }
            h1 { (title.get(lang)) }
            @if let Some(problem) = refused { (page::refused(lang, problem)) }
            (consequences(platform, lang))
            (page::form(lang, &action, &verb, html! {
                (scope(lang))
                @if !own { (for_staff(lang)) }
            }))
            p { a href=(choices::back(caller, view)) { (text!("取りやめずに戻る", "Back without withdrawing").get(lang)) } }
        }
    };
    page::page(lang, &title, caller, body)
}

/// What will be deleted, what cannot be and why, and when.
fn consequences(platform: &Platform, lang: Lang) -> Markup {
    let now = platform.now();
    let until = now.plus_days(COOLING_OFF_DAYS).show(lang);
    let thing = |what: &str| Outcome {
        what: what.to_owned(),
        count: 1,
        fate: crate::decide::Fate::Deleted,
    };
    let gone = ["identity", "objects", "tubes", "run_files"].map(|w| thing(w).text());
    let kept: [(Text, Text); 3] = [
        (thing("ledger").text(), Reason::LegalHold.text()),
        (
            text!(
                "すでに公表された研究の結果",
                "Results of research already published"
            ),
            Reason::Published.text(),
        ),
        (
            text!("病院の診療録", "The hospital's own medical record"),
            text!(
                "法令により病院が保存します",
                "kept by the hospital as the law demands"
            ),
        ),
    ];
    html! {
        p { (text!("理由は要りません。診療で不利になることはありません。", "No reason is needed, and your care stays the same.").get(lang)) }
        dl class="when" {
            dt { (text!("すぐに", "At once").get(lang)) }
            dd { (text!("データと検体の利用が、すべて止まります。", "All use of data and specimens stops.").get(lang)) }
            dt { (text!(("{COOLING_OFF_DAYS}日間"), ("{COOLING_OFF_DAYS} days")).get(lang)) }
            dd { (text!(("{until}までは取り消せます。待たずに消すこともできます。"), ("Until {until} you can take it back, or have things deleted without waiting.")).get(lang)) }
            dt { (text!("そのあと", "After that").get(lang)) }
            dd { (text!("次のものを消します。元には戻せません。", "These are deleted for good.").get(lang)) ul { @for what in &gone { li { (what.get(lang)) } } } }
            dt { (text!("消せないもの", "What cannot be deleted").get(lang)) }
            dd { ul { @for (what, why) in &kept { li { (what.get(lang)) "：" (why.get(lang)) } } } }
        }
    }
}

fn scope(lang: Lang) -> Markup {
    let scopes: Vec<(&str, Text)> = [
        ("all", Scope::All),
        ("sharing", Scope::Sharing),
        ("industry", Scope::Industry),
        ("overseas", Scope::Overseas),
        ("specimens", Scope::Specimens),
        ("recontact", Scope::Recontact),
    ]
    .map(|(word, scope)| (word, scope.text()))
    .into_iter()
    .collect();
    html! {
        (page::radios(lang, "scope", &text!("何を取りやめますか", "What do you withdraw?"), &scopes, "all"))
        p class="small" { (text!("「すべて」のほかを選ぶと、その利用だけが止まり、同意のほかの部分は続きます。何も消しません。", "Anything but “everything” stops that use alone; the rest of the consent goes on and nothing is deleted.").get(lang)) }
    }
}

fn for_staff(lang: Lang) -> Markup {
    let givers = [
        ("self", text!("本人", "the person")),
        ("proxy", text!("代諾者", "a proxy")),
    ];
    let relations: Vec<(&str, Text)> = [("", text!("—", "—"))]
        .into_iter()
        .chain(
            super::steps::relations()
                .into_iter()
                .map(|(w, _, t)| (w, t)),
        )
        .collect();
    html! {
        (page::radios(lang, "by", &text!("どなたの申し出ですか", "Who asks for it?"), &givers, "self"))
        (page::select(lang, "relation", &text!("代諾者の続柄", "Relation of the proxy"), &relations, ""))
        (page::radios(lang, "check", &text!("本人確認", "How was it checked who it is?"), &talk::checks(), ""))
    }
}

pub(super) async fn withdraw(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let view = found(&platform, &caller, &id).await?;
    let record = &view.consent.record;
    // signed in to the own account and asking for somebody else: the proxy who gave it
    let acting = caller.person().is_some_and(|p| *p != record.person);
    let by = super::word(super::one(&posted, "by")).unwrap_or(Giver::Person);
    let by = if acting { Giver::Proxy } else { by };
    let scope: Scope = super::word(super::one(&posted, "scope")).unwrap_or(Scope::All);
    let relation: Option<ProxyRelation> = super::word(super::one(&posted, "relation"));
    let proxy = relation
        .filter(|_| by == Giver::Proxy)
        .map(|relation| Proxy {
            relation,
            // what another relation is stands on the paper that asks for it
            other_given: relation == ProxyRelation::Other,
            authority: None,
        });
    let proxy = proxy.or_else(|| record.proxy.clone().filter(|_| acting));
    let checked: Option<IdentityCheck> = super::word(super::one(&posted, "check"));
    let with = |identity_check| Command::Withdraw {
        by,
        proxy,
        scopes: BTreeSet::from([scope]),
        cooling_off_days: None,
        identity_check,
    };
    match api::withdraw::act(&platform, &caller, &id, checked, with).await {
        Ok(_) if scope == Scope::All => {
            Ok(Redirect::to(&format!("/consents/{id}/withdrawal")).into_response())
        }
        Ok(_) => Ok(Redirect::to(&choices::back(&caller, &view)).into_response()),
        Err(problem) if problem.status == 409 => {
            let page = draw(&platform, &caller, &view, Some(&problem));
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}
