//! A task as a line: until when, what, of which case, and the one button.

use ::words::{At, Lang, Text, text};
use maud::{Markup, html};
use web::page::{self, Status};

pub(super) use super::named::Names;
use crate::store::Waiting;

/// How a case is called: by the person where the reader treats there, by its number otherwise; and whether it can be opened.
pub(super) struct Of<'a> {
    pub reads: bool,
    pub names: &'a Names,
}

/// Tasks as a list. `own`: the reader does them, so each has its button; otherwise it says whose they are.
pub(super) fn list(all: &[Waiting], now: At, of: &Of<'_>, own: bool, lang: Lang) -> Markup {
    html! {
        ol class="tasks" {
            @for one in all {
                li id={ "task-" (one.task.kind) "-" (one.case) } {
                    span class="due" title=(one.task.due.show(lang)) { (due(one.task.due, now, lang)) }
                    span class="what" {
                        strong { (one.kind.says.get(lang)) } " "
                        (called(one, of, lang))
                        @if !own { " " span class="small" { (who(one).get(lang)) } }
                    }
                    @if own { (button(one, lang)) }
                }
            }
        }
    }
}

/// What was finished.
pub(super) fn done(all: &[Waiting], of: &Of<'_>, lang: Lang) -> Markup {
    html! {
        ol class="tasks" {
            @for one in all {
                li {
                    span class="due" { (page::status(lang, Status::Done, None)) }
                    span class="what" {
                        (one.kind.says.get(lang)) " " (called(one, of, lang))
                        @if let Some(at) = one.done_at { " " span class="small" { (at.show(lang)) } }
                    }
                }
            }
        }
    }
}

/// The button that does it.
pub(super) fn button(one: &Waiting, lang: Lang) -> Markup {
    let to = (one.kind.url)(&one.case, &one.task.key);
    let label = text!(
        ("{}：{}", one.kind.verb.ja, one.case),
        ("{}: {}", one.kind.verb.en, one.case)
    );
    html! {
        @if !to.is_empty() {
            a class="button" href=(to) aria-label=(label.get(lang)) { (one.kind.verb.get(lang)) }
        }
    }
}

fn called(one: &Waiting, of: &Of<'_>, lang: Lang) -> Markup {
    // numbers of tubes begin with the number of their case
    let thing = one.task.key.starts_with(&one.case);
    let reads = of.reads;
    html! {
        @if let Some(name) = of.names.get(&one.case) {
            span class="name" { ruby lang="ja" { (name.name) rt { (name.kana) } } " " }
        }
        span class="number" {
            @if thing { (one.task.key) }
            @else if reads { a href={ "/cases/" (one.case) } { (one.case) } }
            @else { (text!("症例", "case").get(lang)) " " (one.case) }
        }
        @if one.deceased { " " span class="tag" { (text!("ご逝去", "deceased").get(lang)) } }
    }
}

/// Until when: a shape and a word; days of the calendar in Japan.
pub(super) fn due(due: At, now: At, lang: Lang) -> Markup {
    let days = due.day().starts().days_since(now.day().starts());
    let (shape, word) = if due < now {
        let days = -days;
        let late = if days == 0 {
            text!("期限を過ぎました", "late")
        } else {
            text!(("{days}日超過"), ("{days} d late"))
        };
        (Status::Problem, late)
    } else if days == 0 {
        (Status::Warn, text!("きょうまで", "due today"))
    } else {
        (Status::Waiting, text!(("あと{days}日"), ("{days} d left")))
    };
    page::status(lang, shape, Some(&word))
}

/// Whose it is, in words.
pub(super) fn who(one: &Waiting) -> Text {
    let names = |lang: Lang| {
        let roles = one.kind.roles.iter().filter_map(|r| auth::role(r));
        roles
            .map(|r| r.label.get(lang))
            .collect::<Vec<_>>()
            .join("・")
    };
    Text::made(names(Lang::Ja), names(Lang::En))
}
