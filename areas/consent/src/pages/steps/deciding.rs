//! Steps 7 to 9: agreeing, choosing, and everything once more.

use maud::{Markup, html};
use web::page;
use words::{Text, text};

use super::{Scene, value};
use crate::words::{
    AGREE, Answers, DISAGREE, Giver, NOT_SET,
    form::{self, Form, Item, ItemKind},
    session::Step,
};

/// The assent form, where a proxy decides for a child that is asked as well.
fn child(scene: &Scene<'_>) -> Option<&'static Form> {
    let (reference, _) = scene.visit.session.invitation.assent.as_ref()?;
    form::find(reference).filter(|_| scene.visit.session.giver == Some(Giver::Proxy))
}

pub(super) fn mandatory(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let session = &scene.visit.session;
    let no = session
        .answers
        .values()
        .chain(session.child.values())
        .any(|a| a == DISAGREE);
    let own = text!(
        "すべてに「同意します」と答えた場合にだけ、参加できます。",
        "You can take part only if you agree to every item."
    );
    html! {
        @if no { (do_not(scene)) }
        p { (own.get(lang)) }
        (page::form(lang, "/tablet/step/7", &text!("次へ", "Next"), html! {
            @for item in scene.form.items.iter().filter(|i| i.kind == ItemKind::Mandatory) {
                (agree(scene, "item.", item, &session.answers))
            }
            @if let Some(form) = child(scene) {
                div class="child" {
                    h2 { (form.title.get(lang)) }
                    (crate::pages::mark(lang, form))
                    p { (text!("ここは、お子さまご本人に聞いてください。", "Please let the child answer these.").get(lang)) }
                    @for item in form.items.iter().filter(|i| i.kind == ItemKind::Mandatory) {
                        (agree(scene, "child.", item, &session.child))
                    }
                }
            }
        }))
    }
}

fn agree(scene: &Scene<'_>, prefix: &str, item: &Item, answers: &Answers) -> Markup {
    let name = format!("{prefix}{}", item.code);
    let recorded = answers.get(&item.code).map_or("", String::as_str);
    let options = [AGREE, DISAGREE].map(|a| (a, item.words(a)));
    page::radios(
        scene.lang,
        &name,
        &item.text,
        &options,
        value(scene, &name, recorded),
    )
}

/// Somebody said no: nothing is argued; one button says so, changing the answer is below.
fn do_not(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    html! {
        div class="notice" role="note" {
            p { (text!("「同意しません」という回答があります。この場合、参加することはできません。診療で不利になることはありません。", "An item was answered with “I do not agree”, so you cannot take part. Your care stays the same.").get(lang)) }
            form method="post" action="/tablet/decline" {
                button class="second" type="submit" { (text!("参加しないことにする", "I do not take part").get(lang)) }
            }
            p { (text!("考え直す場合は、下の回答を変えてください。", "If you think differently now, change the answer below.").get(lang)) }
        }
    }
}

pub(super) fn choices(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let answers = &scene.visit.session.answers;
    let items = scene.form.items.iter();
    let shown: Vec<&Item> = items
        .filter(|i| i.kind == ItemKind::Choice && i.shown(answers))
        .collect();
    html! {
        p { (text!("どれを選んでも参加できます。選ばないものは「未設定」になり、あとでいつでも変えられます。", "You take part whatever you choose. What you leave alone stays “not set”, and you can change it at any time.").get(lang)) }
        (page::form(lang, "/tablet/step/8", &text!("次へ", "Next"), html! {
            @for item in shown { (choice(scene.lang, item, answers)) }
        }))
    }
}

/// One choice; nothing is picked beforehand.
pub(in crate::pages) fn choice(lang: words::Lang, item: &Item, answers: &Answers) -> Markup {
    let name = format!("item.{}", item.code);
    let recorded = answers.get(&item.code).map_or("", String::as_str);
    html! {
        input type="hidden" name="seen" value=(item.code);
        @if item.many {
            fieldset class="choice" {
                legend { (item.text.get(lang)) }
                @for option in &item.options {
                    (page::tick(lang, &name, &option.code, &option.label, recorded.split(',').any(|r| r == option.code)))
                }
            }
        } @else {
            @let options: Vec<(&str, Text)> = item.options.iter().map(|o| (o.code.as_str(), o.label.clone()))
                .chain([(NOT_SET, text!("まだ決めない（未設定）", "Not decided yet (not set)"))]).collect();
            (page::radios(lang, &name, &item.text, &options, recorded))
        }
    }
}

pub(super) fn review(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let session = &scene.visit.session;
    html! {
        p { (text!("お答えになった内容です。変えたいところがあれば、戻って変えられます。", "This is what you answered. You can go back and change it.").get(lang)) }
        (table(scene, scene.form, &session.answers))
        @if let Some(form) = child(scene) { h2 { (form.title.get(lang)) } (table(scene, form, &session.child)) }
        p { a href="/tablet/step/7" { (text!("参加についての回答を変える", "Change the answers on taking part").get(lang)) } }
        p { a href="/tablet/step/8" { (text!("選択を変える", "Change the choices").get(lang)) } }
        (page::form(lang, &format!("/tablet/step/{}", Step::Review.number()), &text!("この内容でよい", "This is right"), html! {}))
    }
}

fn table(scene: &Scene<'_>, form: &Form, answers: &Answers) -> Markup {
    let lang = scene.lang;
    html! {
        dl class="review" {
            @for item in form.items.iter().filter(|i| answers.contains_key(&i.code)) {
                div {
                    dt { (item.text.get(lang)) }
                    dd { (item.words(answers.get(&item.code).map_or("", String::as_str)).get(lang)) }
                }
            }
        }
    }
}
