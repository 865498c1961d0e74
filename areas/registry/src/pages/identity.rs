//! Who the participants of a case are, for those who treat them; for others the way to open it with a second person.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};
use words::{At, Lang, Text, text};

use super::{name_of, openings};
use crate::{
    api::openings::{case_for, request},
    decide::Refusal,
    facts::{self, CaseView, OpeningView, Sight},
    store::Identity,
    words::opening::{MINUTES, REASONS, Reason, Stands},
};

/// The page.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    draw(&platform, &caller, &id, &Asked::default(), None).await
}

/// What was typed.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    said: String,
}

/// Asks for an opening.
pub(super) async fn ask(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, Problem> {
    let (case, _) = case_for(&platform, &caller, &id, "identity.open.ask").await?;
    let problem = match Reason::of(&asked.reason) {
        Some(reason) => request(&platform, &caller, &id, reason, &asked.said)
            .await
            .err(),
        None => Some(Problem::refused(&Refusal::NoWords)),
    };
    match problem {
        None => Ok(Redirect::to(&format!("/cases/{}/identity", case.id)).into_response()),
        Some(problem) if problem.status == 409 => {
            let page = draw(&platform, &caller, &id, &asked, Some(&problem)).await?;
            Ok((problem.status(), page).into_response())
        }
        Some(problem) => Err(problem),
    }
}

async fn draw(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    asked: &Asked,
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (case, _) = case_for(platform, caller, id, "case.read").await?;
    let lang = caller.lang();
    let sight = facts::sight(platform, caller, &case).await?;
    let all = facts::openings(platform.db(), &case.id).await?;
    let who = match &sight {
        Some(_) => Some(people(platform, &case, lang).await?),
        None => None,
    };
    let may_ask = sight.is_none() && may(platform, caller, &case, "identity.open.ask").await?;
    let waits = all.iter().find(|o| {
        o.opening.by == caller.account && o.opening.stands(platform.now()) == Stands::Asked
    });
    let title = text!(
        ("症例 {} の本人情報", case.id),
        ("Identity in case {}", case.id)
    );
    let body = html! {
        p { a href={ "/cases/" (case.id) } { (text!("症例へ戻る", "Back to the case").get(lang)) } }
        h1 { (title.get(lang)) }
        @match &sight {
            Some(Sight::Opened { opening, until }) => { (open_until(lang, opening, *until)) }
            Some(Sight::Treating) => {}
            None => (page::notice(lang, &closed(), false)),
        }
        @if let Some(who) = who { (who) }
        @if let Some(problem) = problem { (page::refused(lang, problem)) }
        @if let Some(waits) = waits { (waiting(lang, waits)) }
        @else if may_ask { (form(lang, &case, asked)) }
        (openings::of_case(platform, caller, &case, &all).await?)
    };
    Ok(page::page(lang, &title, caller, body))
}

async fn may(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    action: &str,
) -> Result<bool, Problem> {
    let on = facts::resource_of(case);
    Ok(caller.sees(platform, action, &on).await?.is_some())
}

fn closed() -> Text {
    text!(
        "担当の医療者以外には、症例番号だけを表示しています。本人情報が必要なときは、理由を示して開示を求めます。別の方の承認のあと60分間だけ見ることができ、患者さんのページと症例に記録が残ります。",
        "Outside the treating team only the case number is shown. If you need the identity, ask with a reason: after another person's approval it is open for 60 minutes, and the patient's page and the case list it."
    )
}

fn open_until(lang: Lang, opening: &str, until: At) -> Markup {
    let said = text!(
        ("{} まで開示中です。", until.show(Lang::Ja)),
        ("Open until {}.", until.show(Lang::En))
    );
    html! {
        p class="notice" role="note" { (page::status(lang, Status::Now, Some(&said))) }
        (page::act(lang, &format!("/openings/{opening}/end"), &text!("開示を終える", "End it now"), &[]))
    }
}

fn waiting(lang: Lang, opening: &OpeningView) -> Markup {
    let said = text!(
        (
            "別の方の承認を待っています（期限 {}）。",
            opening.opening.waits_until().show(Lang::Ja)
        ),
        (
            "It waits for another person's approval (until {}).",
            opening.opening.waits_until().show(Lang::En)
        )
    );
    html! {
        p class="notice" role="note" { (page::status(lang, Status::Hold, Some(&said))) }
        (page::act(lang, &format!("/openings/{}/end", opening.id), &text!("求めを取り下げる", "Take the request back"), &[]))
    }
}

fn form(lang: Lang, case: &CaseView, asked: &Asked) -> Markup {
    let reasons: Vec<(&str, Text)> = REASONS.iter().map(|r| (r.code(), r.text())).collect();
    let body = html! {
        h2 { (text!("開示を求める", "Ask to open it").get(lang)) }
        (page::radios(lang, "reason", &text!("理由", "Reason"), &reasons, &asked.reason))
        (page::textarea(lang, "said", &text!("くわしい理由（承認する方だけが読みます）", "In detail (read by the approving person only)"), &asked.said, 3))
        p class="small" { (text!(("承認から{MINUTES}分で自動的に終わります。"), ("It ends by itself {MINUTES} minutes after approval.")).get(lang)) }
    };
    let verb = text!("開示を求める", "Ask to open it");
    page::form(lang, &format!("/cases/{}/identity", case.id), &verb, body)
}

async fn people(platform: &Platform, case: &CaseView, lang: Lang) -> Result<Markup, Problem> {
    let mut drawn = Vec::new();
    for member in &case.members {
        let found = facts::identity(platform, &member.person).await?;
        let relation = member.relation.text();
        let body = match found {
            Some(who) => page::facts(lang, &about(&who, platform.now(), lang)),
            None => html! { p { (text!("消去済み", "erased").get(lang)) } },
        };
        let id = format!("member-{}", member.person);
        drawn.push(page::section(lang, &id, &relation, body));
    }
    Ok(html! { @for one in drawn { (one) } })
}

fn about(who: &Identity, now: At, lang: Lang) -> Vec<(Text, Markup)> {
    let age = who.birth_day.years_until(now.day());
    let era = who.birth_day.era().unwrap_or_default();
    let sex = match who.sex.as_str() {
        "female" => text!("女性", "female"),
        "male" => text!("男性", "male"),
        _ => text!("記載なし", "not stated"),
    };
    vec![
        (
            text!("氏名", "Name"),
            html! { ruby lang="ja" { (who.name) rt { (who.kana) } } },
        ),
        (
            text!("生年月日", "Date of birth"),
            html! { (who.birth_day.show(lang)) "（" span lang="ja" { (era) } "） " (text!(("{age}歳"), ("{age} years")).get(lang)) },
        ),
        (text!("性別", "Sex"), html! { (sex.get(lang)) }),
        (
            text!("患者番号", "Patient number"),
            html! { (who.patient_number.as_deref().unwrap_or("–")) },
        ),
    ]
}

/// The name of an account beside a time; used by the lists of openings.
pub(super) async fn by_at(
    platform: &Platform,
    account: &words::AccountId,
    at: At,
    lang: Lang,
) -> Result<Markup, Problem> {
    let name = name_of(platform, account).await?;
    Ok(html! { (name) " " span class="small" { (at.show(lang)) } })
}
