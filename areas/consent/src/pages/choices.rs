//! Changing choices (R7): staff for the person, or the person. Effective at once; turning on what was not wished before
//! shows one explanation and offers counselling.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{Lang, text};

use super::{Posted, steps};
use crate::{
    api,
    facts::ConsentView,
    words::{
        Answers, NOT_SET,
        form::{self, ItemKind},
    },
};

/// Choices about traits that are not about the disease: wanting to know them is explained first.
const SECONDARY: [&str; 2] = ["ror.secondary_now", "ror.secondary_later"];

async fn found(platform: &Platform, caller: &Caller, id: &str) -> Result<ConsentView, Problem> {
    let Ok((view, case)) = api::consent(platform, id).await else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(platform, "consent.amend", nothing, api::unknown())
            .await);
    };
    let resource = api::resource(&case, &view.consent.record.person, id);
    caller.may(platform, "consent.amend", &resource).await?;
    Ok(view)
}

/// Where somebody came from and goes back to.
pub(super) fn back(caller: &Caller, view: &ConsentView) -> String {
    let record = &view.consent.record;
    match caller.person() {
        // a parent's own consent stands beside that of the child
        Some(holder) if *holder == record.person && is_parents(view) => {
            format!("/my/{}{}/choices", record.case, super::withdraw::OWN)
        }
        Some(_) => format!("/my/{}/choices", record.case),
        None => format!("/cases/{}/consents", record.case),
    }
}

fn is_parents(view: &ConsentView) -> bool {
    let form = form::find(&view.consent.record.form);
    form.is_some_and(|f| !f.relations.iter().any(|r| r == "proband"))
}

pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let view = found(&platform, &caller, &id).await?;
    draw(
        &caller,
        &view,
        &view.consent.record.answers,
        html! {},
        false,
    )
}

fn draw(
    caller: &Caller,
    view: &ConsentView,
    answers: &Answers,
    above: Markup,
    explained: bool,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let form = form::find(&view.consent.record.form).ok_or_else(api::unknown)?;
    let title = text!("選択を変える", "Change the choices");
    let items = form
        .items
        .iter()
        .filter(|i| i.kind == ItemKind::Choice && i.shown(answers));
    let body = html! {
        div class="consent" {
            (super::mark(lang, form))
            h1 { (title.get(lang)) }
            p { (text!("変えるとすぐに有効になります。何度でも変えられます。", "A change acts at once. You can change it as often as you like.").get(lang)) }
            (above)
            (page::form(lang, &format!("/consents/{}/choices", view.id), &text!("この内容に変える", "Change to this"), html! {
                @if explained { input type="hidden" name="explained" value="yes"; }
                @for item in items { (steps::choice(lang, item, answers)) }
            }))
            p { a href=(back(caller, view)) { (text!("変えずに戻る", "Back without a change").get(lang)) } }
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

pub(super) async fn change(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let view = found(&platform, &caller, &id).await?;
    let mut wanted = super::answers(&posted, "item.");
    for code in super::all(&posted, "seen") {
        wanted
            .entry(code.to_owned())
            .or_insert_with(|| NOT_SET.to_owned());
    }
    let mut all = view.consent.record.answers.clone();
    all.extend(wanted.clone());
    let explained = super::one(&posted, "explained") == "yes";
    if turns_on(&view, &wanted) && !explained {
        return Ok(draw(&caller, &view, &all, counselling(caller.lang()), true)?.into_response());
    }
    // an item that another answer brings into sight is asked for before anything changes
    let form = form::find(&view.consent.record.form).ok_or_else(api::unknown)?;
    let unseen = form
        .items
        .iter()
        .any(|i| i.kind == ItemKind::Choice && i.shown(&all) && !all.contains_key(&i.code));
    if unseen {
        return Ok(draw(&caller, &view, &all, html! {}, explained)?.into_response());
    }
    let before = &view.consent.record.answers;
    wanted.retain(|code, answer| before.get(code) != Some(answer));
    match api::give::change(&platform, &caller, &id, wanted).await {
        Ok(_) => Ok(Redirect::to(&back(&caller, &view)).into_response()),
        Err(problem) if problem.status == 409 => {
            let above = page::refused(caller.lang(), &problem);
            let page = draw(&caller, &view, &all, above, explained)?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn turns_on(view: &ConsentView, wanted: &Answers) -> bool {
    let yes = |answers: &Answers, code: &str| answers.get(code).is_some_and(|a| a == "yes");
    let before = &view.consent.record.answers;
    SECONDARY
        .iter()
        .any(|code| yes(wanted, code) && !yes(before, code))
}

/// The one explanation.
fn counselling(lang: Lang) -> Markup {
    html! {
        div class="notice" role="note" {
            p { strong { (text!("知りたいと決める前に", "Before you decide to know").get(lang)) } }
            p { (text!("病気とは別の、生まれつきの体質が分かることがあります。血のつながった家族にも関わり、保険や就職などで気になることが出る場合もあります。聞いたあとで「聞かなかったこと」にはできません。", "It may show an inherited trait that is not about the disease. That concerns blood relatives, and may raise questions on insurance or work. What you have heard cannot be unheard.").get(lang)) }
            p { (text!("遺伝カウンセラーに、決める前に相談できます。病院の担当者か、この画面の質問の欄からお申し込みください。決めるのは、そのあとでもかまいません。", "You can talk with a genetic counsellor first: ask the hospital staff, or write a question to the team. You can decide after that.").get(lang)) }
            p { (text!("このままでよければ、もう一度下のボタンを押してください。", "If this is what you want, press the button below once more.").get(lang)) }
        }
    }
}
