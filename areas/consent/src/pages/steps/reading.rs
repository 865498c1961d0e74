//! Steps 1 to 6: welcome, who, cards, the text, the check, the talk; and questions on every page.

use maud::{Markup, html};
use web::page::{self, Field};
use words::{Text, text};

use super::{Scene, value};
use crate::words::{
    Giver, ProxyRelation,
    form::{ItemKind, ages},
    session::{Letters, Step},
    teaching::{self, teaching},
};

fn action(step: Step) -> String {
    format!("/tablet/step/{}", step.number())
}

pub(super) fn welcome(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let letters = [
        ("normal", text!("ふつう", "Normal")),
        ("large", text!("大きい", "Large")),
        ("largest", text!("とても大きい", "Very large")),
    ];
    let now = match scene.visit.session.letters.unwrap_or_default() {
        Letters::Normal => "normal",
        Letters::Large => "large",
        Letters::Largest => "largest",
    };
    let legend = text!("文字の大きさ", "Size of letters");
    html! {
        p { (text!("ゲノムをすべて調べる検査について説明します。よく読んで、参加するかどうかを決めてください。", "This explains an analysis of the whole genome. Read at your own pace and decide whether to take part.").get(lang)) }
        p { (text!("参加しなくても、診療で不利になることはありません。", "Your care is the same if you do not take part.").get(lang)) }
        p { (text!("言葉は、画面の上で日本語と英語を選べます。", "At the top of the page you can choose Japanese or English.").get(lang)) }
        p { strong { (scene.form.title.get(lang)) } }
        (page::form(lang, &action(Step::Welcome), &text!("はじめる", "Begin"), page::radios(lang, "letters", &legend, &letters, now)))
    }
}

/// The relations of a proxy in words.
pub(in crate::pages) fn relations() -> [(&'static str, ProxyRelation, Text); 7] {
    [
        ("mother", ProxyRelation::Mother, text!("母", "Mother")),
        ("father", ProxyRelation::Father, text!("父", "Father")),
        (
            "spouse",
            ProxyRelation::Spouse,
            text!("配偶者", "Husband or wife"),
        ),
        (
            "child",
            ProxyRelation::Child,
            text!("子", "Son or daughter"),
        ),
        (
            "sibling",
            ProxyRelation::Sibling,
            text!("兄弟姉妹", "Brother or sister"),
        ),
        (
            "guardian",
            ProxyRelation::Guardian,
            text!("後見人", "Guardian"),
        ),
        ("other", ProxyRelation::Other, text!("その他", "Other")),
    ]
}

pub(super) fn who(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let session = &scene.visit.session;
    let giver = match session.giver {
        Some(Giver::Person) => "self",
        Some(Giver::Proxy) => "proxy",
        None => "",
    };
    let recorded = session.proxy.as_ref().map(|p| p.relation);
    let relations = relations();
    let recorded = relations.iter().find(|(_, r, _)| Some(*r) == recorded);
    let recorded = recorded.map_or("", |(word, ..)| *word);
    let givers = [
        (
            "self",
            text!("検査を受ける本人です", "I am the person to be analysed"),
        ),
        (
            "proxy",
            text!(
                "本人に代わって決める家族や後見人です",
                "I decide for that person, as family or guardian"
            ),
        ),
    ];
    let options: Vec<(&str, Text)> = relations.iter().map(|(w, _, t)| (*w, t.clone())).collect();
    let age = ages().self_from;
    let other = Field::new(
        "other",
        text!(
            "その他の場合は、どのようなご関係ですか",
            "If other: how are you related?"
        ),
    )
    .value(value(scene, "other", ""));
    let body = html! {
        (page::radios(lang, "giver", &text!("いまお答えになるのは、どなたですか", "Who is answering now?"), &givers, value(scene, "giver", giver)))
        p class="small" { (text!(("{age}歳未満の方は、保護者の方がお答えください。お子さまご本人の気持ちも、あとでうかがいます。"), ("For anyone under {age}, a parent answers. The child is asked later on as well.")).get(lang)) }
        (page::radios(lang, "relation", &text!("代わって決める方：本人から見たご関係", "If you decide for somebody: how are you related?"), &options, value(scene, "relation", recorded)))
        (page::field(lang, &other))
    };
    page::form(lang, &action(Step::Who), &text!("次へ", "Next"), body)
}

pub(super) fn card(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let all = teaching::cards();
    let read = scene.visit.session.cards;
    let number = scene.card.unwrap_or(read + 1).clamp(1, all.min(read + 1));
    let at = usize::try_from(number - 1).unwrap_or_default();
    let Some(card) = teaching().cards.get(at) else {
        return html! {};
    };
    html! {
        article class="leaf" {
            p class="small" { (number) " / " (all) }
            h2 { (card.title.get(lang)) }
            p { (card.text.get(lang)) }
        }
        (page::form(lang, &action(Step::Cards), &text!("読みました。次へ", "I have read this. Next"), html! {
            input type="hidden" name="card" value=(number);
        }))
        @if number > 1 { p { a href={ "/tablet/step/3?card=" (number - 1) } { (text!("一つ前の説明へ", "The one before").get(lang)) } } }
    }
}

pub(super) fn items(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    html! {
        p { (scene.form.title.get(lang)) " " span class="small" { (scene.form.reference()) } }
        p { (text!("分からないことがあれば、「質問する」を押してください。担当者がお答えします。", "If something is not clear, press “Ask” and the staff will answer.").get(lang)) }
        h2 { (text!("参加に必要なこと", "What taking part needs").get(lang)) }
        ol class="leaves" { @for item in scene.form.items.iter().filter(|i| i.kind == ItemKind::Mandatory) { (leaf(scene, &item.code, &item.text)) } }
        h2 { (text!("ご自身で選べること", "What you can choose").get(lang)) }
        ol class="leaves" { @for item in scene.form.items.iter().filter(|i| i.kind == ItemKind::Choice) { (leaf(scene, &item.code, &item.text)) } }
        (page::form(lang, &action(Step::Items), &text!("最後まで読みました", "I have read to the end"), html! {}))
    }
}

fn leaf(scene: &Scene<'_>, code: &str, said: &Text) -> Markup {
    let lang = scene.lang;
    let id = format!("ask-{}", code.replace('.', "-"));
    html! {
        li {
            p { (said.get(lang)) }
            details {
                summary { (text!("質問する", "Ask").get(lang)) }
                form method="post" action="/tablet/ask" {
                    input type="hidden" name="item" value=(code);
                    input type="hidden" name="step" value="4";
                    label for=(id) { (text!("質問", "Your question").get(lang)) }
                    textarea id=(id) name="question" rows="3" maxlength="2000" {}
                    button type="submit" class="second" { (text!("質問を送る", "Send the question").get(lang)) }
                }
            }
        }
    }
}

/// Questions and answers, and one more question.
pub(super) fn questions(scene: &Scene<'_>, here: Step) -> Markup {
    let lang = scene.lang;
    let session = &scene.visit.session;
    let waits = text!(
        "担当者の回答を待っています。回答があるまで署名はできません。",
        "Waiting for an answer. Nothing can be signed before it is answered."
    );
    html! {
        section id="questions" class="questions" {
            @if !session.questions.is_empty() { h2 { (text!("質問と回答", "Questions and answers").get(lang)) } }
            @for id in session.questions.keys() {
                @let said = scene.said.get(id);
                dl class="asked" {
                    dt { (text!("質問", "Question").get(lang)) }
                    dd { (said.map_or("", |s| s.asked.as_str())) }
                    dt { (text!("回答", "Answer").get(lang)) }
                    dd { @match said.and_then(|s| s.answered.as_deref()) { Some(answer) => (answer), None => (waits.get(lang)) } }
                }
            }
            @if here != Step::Items {
                details {
                    summary { (text!("質問する", "Ask a question").get(lang)) }
                    form method="post" action="/tablet/ask" {
                        input type="hidden" name="step" value=(here.number());
                        label for="question" { (text!("質問", "Your question").get(lang)) }
                        textarea id="question" name="question" rows="3" maxlength="2000" {}
                        button type="submit" class="second" { (text!("質問を送る", "Send the question").get(lang)) }
                    }
                }
            }
        }
    }
}

pub(super) fn check(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let tried = &scene.visit.session.checks;
    let go = page::form(
        lang,
        &action(Step::Check),
        &text!("答えずに次へ進む", "Go on without answering"),
        html! {},
    );
    html! {
        p { (text!("説明が伝わったかを確かめるための質問です。テストではありません。答えなくても先へ進めます。", "These questions show whether our explanation came across. This is no test, and you can go on without answering.").get(lang)) }
        (page::form(lang, &action(Step::Check), &text!("答える", "Answer"), html! {
            @for question in &teaching().checks {
                @let missed = tried.get(&question.code).is_some_and(|t| !t.right);
                @if missed { (again(scene, &question.again)) }
                @let options: Vec<(&str, Text)> = question.options.iter().map(|o| (o.code.as_str(), o.label.clone())).collect();
                (page::radios(lang, &format!("item.{}", question.code), &question.text, &options, ""))
            }
        }))
        div class="aside" { (go) }
    }
}

fn again(scene: &Scene<'_>, code: &str) -> Markup {
    let lang = scene.lang;
    let card = teaching().cards.iter().find(|c| c.code == code);
    html! { @if let Some(card) = card {
        div class="notice" role="note" {
            p { strong { (text!("もう一度ご説明します", "Let us explain this once more").get(lang)) } }
            p { (card.text.get(lang)) }
        }
    } }
}

pub(super) fn talk(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    html! {
        p { (text!("ここで、担当者と直接お話しください。分からないことは何でも聞いてください。", "Now please talk with the staff in person, and ask whatever you like.").get(lang)) }
        p { (text!("ご自宅からの方は、病院から連絡します。身分証を手元に用意し、ほかの人に聞かれない場所でお話しください。", "From home: the hospital will call you by video. Have an identity document at hand and be where nobody listens.").get(lang)) }
        p { (text!("お話が終わると、担当者が先へ進めるようにします。", "After the talk the staff will let you go on.").get(lang)) }
        (look_again(scene, Step::Talk))
    }
}

/// What staff do cannot be hurried: one button looks again.
pub(super) fn look_again(scene: &Scene<'_>, here: Step) -> Markup {
    page::form(
        scene.lang,
        &action(here),
        &text!("もう一度確かめる", "Look again"),
        html! {},
    )
}
