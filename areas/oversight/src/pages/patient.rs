//! What a participant sees: where the own case stands, in plain words. Nothing here depends on what was found
//! before a person has explained it.

use ::words::{Lang, PersonId, text};
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Size, Status},
};

use super::{cord, people, view::nothing};
use crate::{rules::steps::STEPS, words::Progress};

/// The participant's page of a case.
pub(super) async fn page(
    platform: &Platform,
    caller: &Caller,
    person: &PersonId,
    case: &CaseView,
    progress: &Progress,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let title = text!("検査の進み具合", "Where your test stands");
    let cord = cord::of_patient(progress);
    let body = html! {
        h1 { (title.get(lang)) }
        p class="small" { (text!("症例番号", "Case number").get(lang)) " " (case.id) }
        (now(progress, lang))
        div class="strip wide" { (page::cord(&cord, Size::Strip, lang)) }
        (steps(progress, lang))
        (own_consent(platform, person, case, lang).await?)
        (result(platform, case, lang).await?)
    };
    Ok(page::page(lang, &title, caller, body))
}

fn now(progress: &Progress, lang: Lang) -> Markup {
    let said = if progress.withdrawn.is_some() {
        text!(
            "同意は撤回されています。検体とデータはこれ以上使われません。",
            "You have withdrawn. Your samples and data are not used any more."
        )
    } else if progress
        .reached
        .iter()
        .any(|r| r.step.state == "explained_to_patient")
    {
        text!(
            "結果の説明が済みました。説明書は下から開けます。",
            "The result was explained to you. Your report can be opened below."
        )
    } else {
        text!(
            "いま、していただくことはありません。結果は担当者が直接ご説明します。",
            "There is nothing for you to do now. A member of staff will explain the result to you in person."
        )
    };
    page::notice(lang, &said, false)
}

fn steps(progress: &Progress, lang: Lang) -> Markup {
    let stopped = progress.withdrawn.is_some();
    let mut here = false;
    html! {
        ol class="steps" {
            @for step in &STEPS {
                @if let Some(label) = &step.patient {
                    @let reached = progress.reached.iter().find(|r| std::ptr::eq(r.step, step));
                    @if let Some(reached) = reached {
                        li { (page::status(lang, Status::Done, Some(label))) " " span class="small" { (reached.at.day().show(lang)) } }
                    } @else if !stopped {
                        @let first = !std::mem::replace(&mut here, true);
                        li class="later" {
                            (page::status(lang, Status::Waiting, Some(label)))
                            @if first { " " span class="tag" { (text!("つぎ", "next").get(lang)) } }
                        }
                    }
                }
            }
        }
    }
}

async fn own_consent(
    platform: &Platform,
    person: &PersonId,
    case: &CaseView,
    lang: Lang,
) -> Result<Markup, Problem> {
    let all = consent::facts::of_person(platform.db(), person).await?;
    let own = all.into_iter().filter(|c| c.consent.record.case == case.id);
    let title = text!("あなたの同意", "Your consent");
    let none = text!(
        "有効な同意はありません。",
        "No consent of yours is in force."
    );
    let body = match own.max_by_key(|c| (c.consent.status.in_force(), c.consent.submitted_at)) {
        Some(found) if found.consent.status.in_force() => html! {
            p { (page::status(lang, Status::Done, Some(&text!("同意は有効です", "your consent is in force")))) }
            p class="small" { (found.consent.record.form) " · " (found.id) " · " (people::paper(&found, lang)) }
        },
        Some(found) => html! {
            (nothing(&none, lang))
            p class="small" { (found.consent.status.text().get(lang)) " · " (found.id) " · " (people::paper(&found, lang)) }
        },
        None => nothing(&none, lang),
    };
    Ok(page::section(lang, "consent", &title, body))
}

async fn result(platform: &Platform, case: &CaseView, lang: Lang) -> Result<Markup, Problem> {
    let found = disclosure::facts::disclosure(platform.db(), &case.id).await?;
    let explained = found.is_some_and(|d| d.explained.is_some() && !d.stopped);
    let title = text!("検査結果の説明書", "Your report");
    let body = if explained {
        html! { p { a class="button" href=(format!("/api/cases/{}/lay", case.id)) { (text!("説明書を開く（PDF）", "Open the report (PDF)").get(lang)) } } }
    } else {
        nothing(
            &text!(
                "説明書は、担当者が結果をご説明した後にここで開けます。",
                "You can open the report here once a member of staff has explained the result."
            ),
            lang,
        )
    };
    Ok(page::section(lang, "result", &title, body))
}
