//! The explanation, letters for relatives, the follow-up.

use maud::{Markup, html};
use web::page::{self, Status};
use words::{Text, text};

use super::{
    before::{consequence, folded, meeting_word, meetings, waits},
    view::View,
};
use crate::{
    decide::Told,
    rules::Verdict,
    words::{Attendee, Explanation},
};

const ATTENDEES: [(&str, Attendee); 9] = [
    ("oneself", Attendee::Oneself),
    ("proxy", Attendee::Proxy),
    ("mother", Attendee::Mother),
    ("father", Attendee::Father),
    ("partner", Attendee::Partner),
    ("sibling", Attendee::Sibling),
    ("child", Attendee::Child),
    ("relative", Attendee::Relative),
    ("helper", Attendee::Helper),
];

/// The explanation: what was recorded, and the form while nothing stands in the way.
pub(super) fn explanation(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let told = view.state.as_ref().and_then(|s| s.explained.as_ref());
    let opened = view.state.as_ref().and_then(|s| s.opened_at);
    let may = !view.ended() && view.holds(&["physician", "counsellor"]);
    let ready = waits(view).is_empty();
    let waiting = text!(
        "上の条件がそろうと、ここで説明を記録できます。",
        "The explanation can be recorded here once the conditions above are met."
    );
    let body = html! {
        @if let Some(told) = told { (recorded(view, told)) }
        @if told.is_some() {
            p class="small" { (text!("患者さんの閲覧", "Opened by the patient").get(lang)) "：" (opened.map_or_else(|| text!("まだ", "not yet").get(lang).to_owned(), |at| at.show(lang))) }
        }
        @if let Some(told) = view.told.filter(|_| may && ready) { (to_sign(view, told)) }
        @else if may && ready { (explain(view, told.is_some())) }
        @else if told.is_none() { p class="empty" { (waiting.get(lang)) } }
        @if view.facts.lay.as_ref().is_some_and(|l| l.printed) && told.is_none() {
            p { a href=(view.at("/ready")) { (text!("説明のご案内の手紙（A4・PDF）", "Letter: ready to be explained (A4, PDF)").get(lang)) } }
        }
    };
    page::section(
        lang,
        "explanation",
        &text!("結果の説明", "The explanation"),
        body,
    )
}

fn recorded(view: &View<'_>, told: &Explanation) -> Markup {
    let lang = view.lang;
    let (attended, copy) = (persons(view, &told.attended), copy(told.copy_given));
    let mut facts: Vec<(Text, Markup)> = vec![
        (
            text!("状態", "State"),
            page::status(lang, Status::Done, Some(&text!("説明済", "explained"))),
        ),
        (text!("日時", "When"), html! { (told.at.show(lang)) }),
        (
            text!("説明した人", "By"),
            html! { (told.by) "（" (meeting_word(told.meeting).get(lang)) "）" },
        ),
        (text!("聞いた人", "To"), html! { (attended) }),
        (
            text!("文書", "Document"),
            html! { code { (told.lay) } " " (copy.get(lang)) },
        ),
    ];
    if told.not_to_know {
        facts.push((
            text!("知らないでいる希望", "Wish not to know"),
            html! { (text!("病気に直接関わること以外は知りたくない", "nothing beside the disease itself").get(lang)) },
        ));
    }
    if let Some(signed) = &told.signed {
        facts.push((
            text!("署名", "Signed"),
            html! { (signed.statement.account) " " (signed.statement.at.show(lang)) " " code { (signed.code()) } },
        ));
    }
    page::facts(lang, &facts)
}

fn persons(view: &View<'_>, attended: &[Attendee]) -> String {
    let words = attended.iter().map(|a| a.word().get(view.lang).to_owned());
    words.collect::<Vec<_>>().join("、")
}

fn copy(given: bool) -> Text {
    if given {
        text!("紙の控えをお渡しした", "a copy on paper was handed over")
    } else {
        text!("控えは渡していない", "no copy was handed over")
    }
}

/// The record as it will be signed, and the key's turn; what was typed can still be mended.
fn to_sign(view: &View<'_>, told: &Told) -> Markup {
    let lang = view.lang;
    let (case, version) = (
        &view.case.id,
        view.facts.lay.as_ref().map_or(0, |l| l.version),
    );
    let mut facts: Vec<(Text, Markup)> = vec![
        (
            text!("文書", "Document"),
            html! { (text!(("説明書 第{version}版"), ("the patient's report, version {version}")).get(lang)) "（" (copy(told.copy_given).get(lang)) "）" },
        ),
        (
            text!("方法", "How"),
            html! { (meeting_word(told.meeting).get(lang)) },
        ),
        (
            text!("聞いた人", "To"),
            html! { (persons(view, &told.attended)) },
        ),
    ];
    if told.not_to_know {
        facts.push((
            text!("知らないでいる希望", "Wish not to know"),
            html! { (text!("病気に直接関わること以外は知りたくない", "nothing beside the disease itself").get(lang)) },
        ));
    }
    let mark = |set: bool| if set { "yes" } else { "" };
    let body = html! {
        (page::facts(lang, &facts))
        input type="hidden" name="meeting" value=(view.typed.get("meeting"));
        @for who in view.typed.all("attended") { input type="hidden" name="attended" value=(who); }
        input type="hidden" name="copy_given" value=(mark(told.copy_given));
        input type="hidden" name="not_to_know" value=(mark(told.not_to_know));
    };
    let asked = crate::jobs::asked_for(&view.facts, told);
    let verb = text!("署名して記録する", "Sign and record");
    let consequence = text!(
        ("症例 {case} の結果を説明したことに署名します。患者さんが、この版の説明書をご自分の画面で開けるようになります。"),
        ("You sign that you explained the result of case {case}. The patient can then open this version of the report on their own screen.")
    );
    let mend = text!("書き直す", "Change it");
    html! {
        (page::sign(lang, &view.at("/explained"), &asked, &verb, &consequence, body))
        (folded(view, true, &mend, explain(view, false)))
    }
}

fn explain(view: &View<'_>, again: bool) -> Markup {
    let lang = view.lang;
    let open: Vec<_> = view
        .open()
        .into_iter()
        .filter(|(_, v)| *v == Verdict::Open)
        .collect();
    let attended = view.typed.all("attended");
    let meeting = if view.typed.has("meeting") {
        view.typed.get("meeting")
    } else {
        "onsite"
    };
    let version = view.facts.lay.as_ref().map_or(0, |l| l.version);
    let body = html! {
        p { (text!(("説明書 第{version}版で説明する所見"), ("Findings told with version {version} of the patient's report")).get(lang)) }
        @if open.is_empty() {
            p class="small" { (text!("返却する所見はありません（その旨を説明します）。", "There is nothing to return; that is what is explained.").get(lang)) }
        }
        ul { @for (outcome, _) in &open { li { (view.named(&outcome.finding)) } } }
        (page::radios(lang, "meeting", &text!("方法", "How"), &meetings(), meeting))
        fieldset class="choice" {
            legend { (text!("聞いた人", "Who was there").get(lang)) }
            @for (value, who) in ATTENDEES {
                (page::tick(lang, "attended", value, &who.word(), attended.contains(&value)))
            }
        }
        (page::tick(lang, "copy_given", "yes", &text!("紙の控えをお渡しした", "A copy on paper was handed over"), view.typed.has("copy_given")))
        (page::tick(lang, "not_to_know", "yes", &text!(
            "病気に直接関わること以外は知りたくない、とのご希望があった",
            "The person does not want to know of anything beside the disease itself"), view.typed.has("not_to_know")))
    };
    let verb = if again {
        text!(
            "新しい説明を確かめて署名へ進む",
            "Check another explanation and go on to sign"
        )
    } else {
        text!(
            "説明の記録を確かめて署名へ進む",
            "Check the record and go on to sign"
        )
    };
    let form = page::form(lang, &view.at("/to-sign#explanation"), &verb, body);
    folded(view, again, &verb, form)
}

/// Letters that the person may hand to relatives.
pub(super) fn letters(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let told = view.state.as_ref().and_then(|s| s.explained.as_ref());
    let all = view
        .state
        .as_ref()
        .map(|s| s.letters.clone())
        .unwrap_or_default();
    let may = told.is_some() && !view.ended() && view.holds(&["physician", "counsellor"]);
    let none = text!(
        "家族への手紙は、結果を説明した後に作れます。",
        "Letters to the family can be written after the explanation."
    );
    let agreed = report::facts::relatives(&view.facts.choices);
    let body = html! {
        @if all.is_empty() && !may { p class="empty" { (none.get(lang)) } }
        @if !all.is_empty() {
            ul class="papers" {
                @for (n, letter) in all.iter().enumerate() {
                    li {
                        a href=(view.at(&format!("/letters/{n}"))) { (letter.to.word().get(lang)) (text!("への手紙（PDF）", ": letter (PDF)").get(lang)) }
                        " " span class="small" { (letter.at.day().show(lang)) }
                        @if letter.findings.is_empty() { " " span class="tag" { (text!("内容の記載なし", "names nothing").get(lang)) } }
                    }
                }
            }
        }
        @if may { (write(view, agreed, told.map(|t| t.findings.clone()).unwrap_or_default())) }
    };
    page::section(
        lang,
        "letters",
        &text!("家族への手紙", "Letters to the family"),
        body,
    )
}

fn write(view: &View<'_>, agreed: bool, findings: Vec<String>) -> Markup {
    let lang = view.lang;
    let kin: Vec<_> = ATTENDEES
        .iter()
        .filter(|(_, a)| a.is_kin())
        .map(|(w, a)| (*w, a.word()))
        .collect();
    let named = view.typed.all("finding");
    let body = html! {
        (page::select(lang, "to", &text!("渡す相手", "For"), &kin, view.typed.get("to")))
        @if agreed {
            fieldset class="choice" {
                legend { (text!("手紙に書く内容（選ばなければ書きません）", "What the letter names (nothing, if none is chosen)").get(lang)) }
                @for finding in &findings {
                    (page::tick(lang, "finding", finding, &Text::made(view.named(finding), view.named(finding)), named.contains(&finding.as_str())))
                }
            }
        } @else {
            p class="small" { (text!("血縁者への説明に同意がないため、内容は書けません。", "The person did not agree that relatives are told, so the letter names nothing.").get(lang)) }
        }
        (consequence(view, &text!(
            "手紙は患者さんにお渡しするもので、家族へは送られません。患者さんのページにも表示されます。",
            "The letter is handed to the patient, nobody sends it to the family. It appears on the patient's page too.")))
    };
    page::form(
        lang,
        &view.at("/letters"),
        &text!("手紙を作る", "Write the letter"),
        body,
    )
}

/// When the next follow-up is due.
pub(super) fn follow_up(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let due = view.state.as_ref().and_then(|s| s.follow_up_due);
    let body = match due {
        Some(day) => {
            html! { p { (page::status(lang, Status::Waiting, Some(&text!("予定", "due")))) " " (day.show(lang)) } }
        }
        None => {
            html! { p class="empty" { (text!("説明の6か月後に予定されます。", "It falls due six months after the explanation.").get(lang)) } }
        }
    };
    page::section(lang, "follow-up", &text!("その後の経過", "Follow-up"), body)
}
