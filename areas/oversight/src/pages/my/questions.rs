//! Questions to the team and its answers.

use ::words::text;
use auth::{Holds, Resource};
use axum::extract::{Path, State};
use disclosure::facts::{LineKind, Spoken, spoken_words};
use maud::{Markup, html};
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

use super::{My, Stand, open};

/// `GET /my/{case}/questions`.
pub(in crate::pages) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    let title = text!("担当チームに質問する", "Ask the team");
    Ok(my.show(&title, body(&my).await?))
}

async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    if my.progress.died.is_some() {
        let said = text!(
            "お話しになりたいことがあれば、いつでも病院にお電話ください。",
            "If you would like to talk to somebody, please call the hospital at any time."
        );
        return Ok(page::notice(lang, &said, false));
    }
    // who does not speak for the patient is denied: a member like a stranger, a proxy of a young person by the rule
    let mut on = Resource::new("thread", my.case.id.as_str());
    if my.stand != Stand::Member {
        on = on
            .of_case(&my.case.id)
            .of_person(&my.person)
            .at_site(&my.case.site);
        on.holds = Holds::Clinical;
    }
    my.caller.may(my.platform, "question.read", &on).await?;
    let all =
        disclosure::facts::spoken(my.platform, &my.case.id, |s| s.kind != LineKind::Note).await?;
    let none = text!(
        "まだ質問はありません。どんなことでも、気がねなくお尋ねください。",
        "You have not asked anything yet. Please ask whatever you like."
    );
    let urgent = text!(
        "体調の急な変化など、お急ぎのことは病院にお電話ください。",
        "If it is urgent, such as a sudden change in your health, please call the hospital."
    );
    let questions: Vec<_> = all
        .iter()
        .filter(|s| s.said.kind == LineKind::Question)
        .collect();
    Ok(html! {
        @if questions.is_empty() { p class="empty" { (none.get(lang)) } }
        @for question in questions.iter().rev() { (one(my, question, &all)) }
        (disclosure::facts::question_form(lang, my.case.id.as_str(), ""))
        p class="small" { (urgent.get(lang)) }
    })
}

fn one(my: &My<'_>, question: &Spoken, all: &[Spoken]) -> Markup {
    let lang = my.lang;
    let n = question.said.line.n;
    let answers: Vec<_> = all.iter().filter(|s| s.said.question == Some(n)).collect();
    let team = text!("担当チーム", "The team");
    html! {
        article class="card talk" {
            p class="small" { (text!("質問", "Question").get(lang)) " · " (question.said.line.at.show(lang)) }
            p class="said" { (spoken_words(question, lang)) }
            @for answer in &answers {
                div class="answer" {
                    p class="small" { (team.get(lang)) " · " (answer.said.line.at.show(lang)) }
                    p class="said" { (spoken_words(answer, lang)) }
                }
            }
            @if answers.is_empty() { p { (page::status(lang, Status::Waiting, Some(&text!("回答をお待ちください", "The answer will come")))) } }
        }
    }
}
