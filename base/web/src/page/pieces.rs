//! Tables, definition lists, sections, notices, buttons.

use maud::{Markup, html};
use words::{Digest, Lang, Text};

/// A section with its heading.
#[must_use]
pub fn section(lang: Lang, id: &str, heading: &Text, body: Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-h" } {
            h2 id={ (id) "-h" } { (heading.get(lang)) }
            (body)
        }
    }
}

/// A table with its caption (read aloud, shown small); without rows, the kind sentence instead.
#[must_use]
pub fn table(
    lang: Lang,
    caption: &Text,
    head: &[Text],
    rows: &[Vec<Markup>],
    empty: &Text,
) -> Markup {
    if rows.is_empty() {
        return html! { p class="empty" { (empty.get(lang)) } };
    }
    html! {
        div class="scroll" tabindex="0" role="group" aria-label=(caption.get(lang)) {
            table {
                caption { (caption.get(lang)) }
                thead { tr { @for cell in head { th scope="col" { (cell.get(lang)) } } } }
                tbody {
                    @for row in rows {
                        tr { @for cell in row { td { (cell) } } }
                    }
                }
            }
        }
    }
}

/// A definition list: label and value.
#[must_use]
pub fn facts(lang: Lang, facts: &[(Text, Markup)]) -> Markup {
    html! {
        dl class="facts" {
            @for (label, value) in facts {
                div { dt { (label.get(lang)) } dd { (value) } }
            }
        }
    }
}

/// A sentence set apart; a problem is also an alert.
#[must_use]
pub fn notice(lang: Lang, said: &Text, is_problem: bool) -> Markup {
    let (class, role) = if is_problem {
        ("notice problem", "alert")
    } else {
        ("notice", "note")
    };
    html! { p class=(class) role=(role) { (said.get(lang)) } }
}

/// A button that does one thing by POST; hidden fields go with it.
#[must_use]
pub fn act(lang: Lang, action: &str, label: &Text, hidden: &[(&str, &str)]) -> Markup {
    html! {
        form class="act" method="post" action=(action) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            button type="submit" { (label.get(lang)) }
        }
    }
}

/// A link.
#[must_use]
pub fn link(lang: Lang, to: &str, label: &Text) -> Markup {
    html! { a href=(to) { (label.get(lang)) } }
}

/// Tabs as links; the present one is marked.
#[must_use]
pub fn tabs(lang: Lang, tabs: &[(String, Text, bool)]) -> Markup {
    html! {
        nav class="tabs" {
            @for (to, label, here) in tabs {
                a href=(to) aria-current=[here.then_some("page")] { (label.get(lang)) }
            }
        }
    }
}

/// A number with its unit, in tabular figures.
#[must_use]
pub fn number(value: impl std::fmt::Display, unit: &str) -> Markup {
    html! { span class="number" { (value) @if !unit.is_empty() { " " span class="unit" { (unit) } } } }
}

/// A digest: its beginning, and the whole on hover and on copying.
#[must_use]
pub fn digest(digest: &Digest) -> Markup {
    html! { code class="digest" title=(digest.as_str()) { (digest.short()) } }
}

/// Text of the other language inside a page, marked as such for screen readers.
#[must_use]
pub fn mixed(said: &str, lang: Lang) -> Markup {
    html! { span lang=(lang.tag()) { (said) } }
}
