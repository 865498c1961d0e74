//! The first page of a patient: where it stands, what is new, what to do now, and the way to everything in one tap.

use ::words::{At, Lang, Text, text};
use auth::{Holds, Resource};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use disclosure::facts::Disclosure;
use disclosure::words::Counselling;
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Size, Status},
};

use super::{My, open};
use crate::{
    jobs::stands::{self, Stand},
    pages::cord,
    rules::{
        news::{self, Heard},
        steps::STEPS,
    },
};

/// `GET /my`: the one page, or a list of them.
pub(in crate::pages) async fn first(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Response, Problem> {
    let own = Resource::new("home", caller.account.as_str());
    caller.may(&platform, "home.read", &own).await?;
    let tabs = tabs_of(&platform, &caller, None).await?;
    if let [only] = tabs.as_slice() {
        return Ok(Redirect::to(&only.0).into_response());
    }
    let (lang, title) = (caller.lang(), text!("あなたのページ", "Your pages"));
    let none = text!(
        "まだ登録がありません。病院での手続きが済むと、ここに表示されます。",
        "You are not registered yet. It appears here when the hospital has done so."
    );
    let body = html! {
        div class="my" {
            h1 { (title.get(lang)) }
            @if tabs.is_empty() { p class="empty" { (none.get(lang)) } }
            ul class="tiles" {
                @for (to, label, _) in &tabs { li { a href=(to) { (label.get(lang)) } } }
                li { a href="/messages" { (text!("お知らせのメール", "Messages by e-mail").get(lang)) } }
            }
        }
    };
    Ok(page::page(lang, &title, &caller, body).into_response())
}

/// One tab per person that the reader has pages of: the address, whose it is, whether it is open.
async fn tabs_of(
    platform: &Platform,
    caller: &Caller,
    open: Option<&My<'_>>,
) -> Result<Vec<(String, Text, bool)>, Problem> {
    let Some(holder) = caller.person() else {
        return Ok(Vec::new());
    };
    let all = stands::cases(platform, &caller.account, holder).await?;
    let mut tabs = Vec::new();
    for (case, stand) in &all {
        let twice = all.iter().filter(|(c, _)| c.id == case.id).count() > 1;
        let own = twice && !stand.is_proxy();
        let suffix = if own { stands::OWN } else { "" };
        let here = open.is_some_and(|my| my.case.id == case.id && my.stand == *stand);
        let label = whose(platform, caller, case, *stand).await?;
        tabs.push((format!("/my/{}{suffix}", case.id), label, here));
    }
    Ok(tabs)
}

/// Whose pages they are. A child is named for who acts for it, so that one is not taken for another.
async fn whose(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    stand: Stand,
) -> Result<Text, Problem> {
    let id = &case.id;
    match stand {
        Stand::Oneself => return Ok(text!("ご自分の検査", "Your own test")),
        Stand::Member => {
            return Ok(text!(("ご自分の参加（{id}）"), ("Your own part ({id})")));
        }
        Stand::Proxy | Stand::Beside => {}
    }
    let on = registry::facts::resource_of(case).holding(Holds::Identity);
    // to name a tab is not to act on this page: the frame keeps silent about it
    let mut aside = caller.clone();
    aside.frame.acting = std::sync::Arc::default();
    let named = aside.sees(platform, "identity.read", &on).await?.is_some();
    let name = match case.proband().filter(|_| named) {
        Some(patient) => registry::facts::identity(platform, patient).await?,
        None => None,
    };
    Ok(match name {
        Some(who) => text!(("{} さん", who.name), ("{}", who.name)),
        None => text!(("代理：{id}"), ("For {id}")),
    })
}

/// `GET /my/{case}`.
pub(in crate::pages) async fn home(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    body(&my).await
}

/// The page.
pub(in crate::pages) async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let (lang, db) = (my.lang, my.platform.db());
    let title = text!("検査の進み具合", "Where your test stands");
    let since =
        disclosure::facts::visit(db, &my.caller.account, &my.case.id, my.platform.now()).await?;
    let told = disclosure::facts::disclosure(db, &my.case.id).await?;
    let told = told.filter(|_| my.is_patient());
    let cord = cord::of_patient(&my.progress);
    let inner = html! {
        div class="my" {
            (tabs(my).await?)
            h1 { (title.get(lang)) }
            (my.standing())
            @if my.progress.died.is_some() { (farewell(lang)) }
            @else {
                (now(my, told.as_ref()))
                (new(my, since).await?)
            }
            div class="strip wide" { (page::cord(&cord, Size::Strip, lang)) }
            (steps(my))
            (tiles(my))
        }
    };
    Ok(page::page(lang, &title, my.caller, inner))
}

/// One tab per person, if there are several.
async fn tabs(my: &My<'_>) -> Result<Markup, Problem> {
    let all = tabs_of(my.platform, my.caller, Some(my)).await?;
    Ok(html! { @if all.len() > 1 { (page::tabs(my.lang, &all)) } })
}

/// After a death nothing asks anything any more.
fn farewell(lang: Lang) -> Markup {
    let said = text!(
        "心よりお悔やみ申し上げます。検査に関するお知らせはすべて止めました。していただくことは何もありません。お渡しした控えは、これからも下から開けます。お話しになりたいことがあれば、いつでも病院にお電話ください。",
        "We are very sorry for your loss. All messages about the test have been stopped, and there is nothing you need to do. The papers you were given can still be opened below. If you would like to talk to somebody, please call the hospital at any time."
    );
    page::notice(lang, &said, false)
}

/// What to do now, in one or two sentences.
fn now(my: &My<'_>, told: Option<&Disclosure>) -> Markup {
    let lang = my.lang;
    let explained = told.is_some_and(|d| d.explained.is_some());
    let said = if my.progress.withdrawn.is_some() {
        text!(
            "同意は取りやめられています。検体とデータはこれ以上使われません。",
            "You have withdrawn. Samples and data are not used any more."
        )
    } else if explained {
        text!(
            "結果の説明が済みました。説明書は「結果」から開けます。",
            "The result was explained to you. The report can be opened under “Result”."
        )
    } else {
        text!(
            "いま、していただくことはありません。結果は担当者が直接ご説明します。",
            "There is nothing for you to do now. A member of staff will explain the result to you in person."
        )
    };
    let slot = told
        .filter(|d| d.counselling == Counselling::Scheduled && !d.stopped)
        .and_then(|d| d.talk.slot)
        .filter(|slot| *slot > my.platform.now());
    html! {
        (page::notice(lang, &said, false))
        @if let Some(slot) = slot {
            p class="sentence" {
                strong { (text!("遺伝カウンセリングのご予約：", "Your counselling appointment: ").get(lang)) (slot.show(lang)) } " "
                a href={ "/return/" (my.case.id) "/appointment" } { (text!("予約票（PDF）", "letter (PDF)").get(lang)) }
            }
        }
    }
}

/// What changed since the visit before this one.
async fn new(my: &My<'_>, since: Option<At>) -> Result<Markup, Problem> {
    let (lang, Some(since)) = (my.lang, since) else {
        return Ok(html! {});
    };
    let answers = match my.is_patient() {
        true => disclosure::facts::answered(my.platform.db(), &my.case.id).await?,
        false => Vec::new(),
    };
    let heard = Heard {
        progress: &my.progress,
        answers: &answers,
    };
    let all = news::since(&heard, since);
    let title = text!("前回ご覧になってから", "Since your last visit");
    let none = text!("新しいことはありません。", "Nothing new.");
    Ok(html! {
        h2 { (title.get(lang)) }
        @if all.is_empty() { p class="empty" { (none.get(lang)) } }
        @else { ul { @for said in &all { li { (said.get(lang)) } } } }
    })
}

/// The cord in plain words, with the place where the patient is.
fn steps(my: &My<'_>) -> Markup {
    let lang = my.lang;
    let ended = my.progress.withdrawn.is_some() || my.progress.died.is_some();
    let seen = STEPS.iter().filter_map(|s| Some((s, s.patient.as_ref()?)));
    let seen: Vec<_> = seen
        .map(|(step, label)| {
            let reached = my
                .progress
                .reached
                .iter()
                .find(|r| std::ptr::eq(r.step, step));
            (label, reached.map(|r| r.at))
        })
        .collect();
    let here = seen.iter().rposition(|(_, at)| at.is_some());
    html! {
        ol class="steps" {
            @for (n, (label, at)) in seen.iter().enumerate() {
                @if let Some(at) = at {
                    li aria-current=[(here == Some(n) && !ended).then_some("step")] {
                        (page::status(lang, Status::Done, Some(*label))) " "
                        span class="small" { (at.day().show(lang)) }
                        @if here == Some(n) && !ended { " " span class="tag" { (text!("いまここ", "you are here").get(lang)) } }
                    }
                } @else if !ended {
                    li class="later" { (page::status(lang, Status::Waiting, Some(*label))) }
                }
            }
        }
    }
}

/// Everything else, each in one tap; the withdrawal too.
fn tiles(my: &My<'_>) -> Markup {
    let lang = my.lang;
    let mut all: Vec<(String, Text)> = Vec::new();
    let living = my.progress.died.is_none();
    if living {
        all.push((
            my.at("/choices"),
            text!("同意と選択", "Consent and choices"),
        ));
        if my.is_patient() {
            all.push((my.at("/result"), text!("結果", "Result")));
            all.push((
                my.at("/questions"),
                text!("担当チームに質問する", "Ask the team"),
            ));
        }
        all.push((
            my.at("/used"),
            text!("誰が、何のために見たか", "Who used the data, and what for"),
        ));
    }
    if living {
        all.push((
            "/messages".to_owned(),
            text!("お知らせのメール", "Messages by e-mail"),
        ));
    }
    all.push((
        my.at("/papers"),
        text!("控えと手紙", "Receipts and letters"),
    ));
    if living {
        // the same address shows afterwards what was done, and the way back while there is one
        let label = match my.progress.withdrawn {
            None => text!("同意を取りやめる", "Withdraw"),
            Some(_) => text!("取りやめの状況と証明", "The withdrawal and its proof"),
        };
        all.push((my.at("/withdraw"), label));
    }
    let label = text!("あなたのページ", "Your pages");
    html! {
        nav aria-label=(label.get(lang)) {
            ul class="tiles" { @for (to, label) in &all { li { a href=(to) { (label.get(lang)) } } } }
        }
    }
}
