//! Confirmatory tests, counselling, explanation, follow-up: what the patient knows.

use ::words::{Lang, Text, text};
use auth::Holds;
use disclosure::{
    facts::Disclosure,
    words::{Confirmation, Counselling, Explanation, Meeting},
};
use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Status},
};

use super::view::{Part, View};

/// The part about disclosure.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (
        view.lang,
        text!("確認・説明・経過", "Confirmation, explanation, follow-up"),
    );
    if !view.sees("disclosure.read", Holds::Clinical).await? {
        return Ok(Part::new("told", title, None));
    }
    let found = disclosure::facts::disclosure(view.platform.db(), &view.case.id).await?;
    let body = match found {
        Some(found) => stands(&found, lang),
        None => view.none_yet(&text!(
            "まだ説明の段階ではありません。",
            "It is too early to explain anything."
        )),
    };
    let way = text!("確認・相談・説明のページへ", "To confirm, counsel, explain");
    let body = html! {
        (body)
        p { a class="button second" href={ "/return/" (view.case.id) } { (way.get(lang)) } }
    };
    Ok(Part::new("told", title, Some(body)))
}

fn stands(found: &Disclosure, lang: Lang) -> Markup {
    let mut facts = vec![(
        text!("遺伝カウンセリング", "Counselling"),
        html! { (counselling(found.counselling).get(lang)) },
    )];
    for (finding, asked) in &found.tests {
        facts.push((
            text!(("確認検査 {finding}"), ("Test of {finding}")),
            test(asked, lang),
        ));
    }
    facts.push((
        text!("説明", "Explained"),
        explained(found.explained.as_ref(), lang),
    ));
    let opened = found.opened_at.map(|at| at.show(lang));
    let not_yet = text!("まだ", "not yet");
    facts.push((
        text!("患者さんの閲覧", "Opened by the patient"),
        html! { (opened.as_deref().unwrap_or(not_yet.get(lang))) },
    ));
    if let Some(due) = found.follow_up_due {
        facts.push((
            text!("次の経過確認", "Follow-up due"),
            html! { (due.show(lang)) },
        ));
    }
    page::facts(lang, &facts)
}

fn counselling(stands: Counselling) -> Text {
    match stands {
        Counselling::None => text!("予定なし", "none"),
        Counselling::Requested => text!("依頼あり", "asked for"),
        Counselling::Scheduled => text!("日程決定", "time set"),
        Counselling::Done => text!("実施済", "held"),
        Counselling::Declined => text!("辞退", "declined"),
    }
}

fn test(asked: &Confirmation, lang: Lang) -> Markup {
    let (shape, word) = match asked.confirmed {
        Some(true) => (Status::Done, text!("確認された", "confirmed")),
        Some(false) => (Status::Stopped, text!("確認されず", "not confirmed")),
        None => (Status::Now, text!("結果待ち", "awaiting the result")),
    };
    html! { (super::panel::test(asked.test).get(lang)) " " (page::status(lang, shape, Some(&word))) }
}

fn explained(told: Option<&Explanation>, lang: Lang) -> Markup {
    let Some(told) = told else {
        return page::status(lang, Status::Waiting, Some(&text!("まだ", "not yet")));
    };
    let how = match told.meeting {
        Meeting::Onsite => text!("対面", "in person"),
        Meeting::Video => text!("ビデオ", "by video"),
    };
    let who: Vec<_> = told
        .attended
        .iter()
        .map(|a| a.word().get(lang).to_owned())
        .collect();
    let copy = if told.copy_given {
        text!("控えをお渡し", "copy given")
    } else {
        text!("控えなし", "no copy given")
    };
    html! {
        (page::status(lang, Status::Done, Some(&text!("説明済", "explained")))) " "
        (told.at.show(lang)) " " (told.by) "（" (how.get(lang)) "・" (who.join("、")) "・" (copy.get(lang)) "）"
    }
}
