//! After a death: what ended, what goes on and on which ground, and who of the family may be told.

use ::words::{At, Lang, Text, text};
use auth::Holds;
use consent::rules::permit::{Purpose, UserClass};
use maud::{Markup, html};
use web::{Problem, page};

use super::super::view::View;

/// The notice on the first tab of the case.
pub(super) async fn notice(view: &View<'_>, recorded: At) -> Result<Markup, Problem> {
    let (lang, db) = (view.lang, view.platform.db());
    let said = text!(
        (
            "患者さんは亡くなられました（{}に記録）。お知らせとサインインは止まり、患者さんとの予定（説明、遺伝カウンセリング、採取など）は終わりました。",
            recorded.day().show(Lang::Ja)
        ),
        (
            "The patient died (recorded on {}). Messages and signing in have stopped, and what was planned with the patient (explanation, counselling, samples) has ended.",
            recorded.day().show(Lang::En)
        )
    );
    let mut lines: Vec<Text> = Vec::new();
    let patient = view.case.proband();
    if let Some(patient) = patient.filter(|_| view.withdrawn.is_none())
        && view.sees("consent.read", Holds::None).await?
    {
        let research = Purpose::UseData {
            by: UserClass::Academia,
            abroad: false,
        };
        let research = consent::facts::permits(db, patient, research).await?;
        lines.push(if research.granted {
            text!(
                "研究への利用は、生前の同意のとおり続きます。解析、所見の判定、専門家会議の仕事もそのまま残っています。",
                "Use for research goes on as the patient consented in life; analysis, verdicts and the panel's work stay open."
            )
        } else {
            text!(
                "研究に使う同意はありません。新しい利用は始まりません。",
                "There is no consent to use for research: no new use begins."
            )
        });
        let told = consent::facts::permits(db, patient, Purpose::TellRelatives).await?;
        lines.push(if told.granted {
            text!(
                "血縁のご家族の健康に役立つ結果は、ご家族に伝えてよいと、生前に選ばれています。",
                "The patient chose in life that blood relatives may be told what helps their health."
            )
        } else {
            text!(
                "結果をご家族に伝えることには、生前の同意がありません。",
                "The patient did not consent to telling the family any result."
            )
        });
    }
    let corrects = view.sees("death.record", Holds::None).await?;
    let to = format!("/cases/{}/death", view.case.id);
    Ok(html! {
        div class="notice" role="note" {
            p { strong { (said.get(lang)) } }
            @for line in &lines { p { (line.get(lang)) } }
            @if corrects { p class="unprinted" { (page::link(lang, &to, &text!("亡くなられたことの記録", "The record of the death"))) } }
        }
    })
}
