//! Forms: fields with labels and hints, choices, and what a refused form shows. Everything posts without JavaScript.

use maud::{Markup, html};
use words::{Lang, Text, text};

use crate::{Asked, Problem};

/// One input with its label.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    name: &'a str,
    label: Text,
    hint: Option<Text>,
    kind: &'a str,
    value: &'a str,
    required: bool,
    autocomplete: &'a str,
    pattern: Option<&'a str>,
    wrong: Option<Text>,
}

impl<'a> Field<'a> {
    /// A line of text.
    #[must_use]
    pub fn new(name: &'a str, label: Text) -> Self {
        Self {
            name,
            label,
            hint: None,
            kind: "text",
            value: "",
            required: false,
            autocomplete: "off",
            pattern: None,
            wrong: None,
        }
    }

    /// A sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// `date`, `number`, `email`, `tel`, `password`, `file`, … as in HTML.
    #[must_use]
    pub fn kind(mut self, kind: &'a str) -> Self {
        self.kind = kind;
        self
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// It must be filled.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// What the browser may fill in, as in HTML; nothing unless said.
    #[must_use]
    pub fn autocomplete(mut self, what: &'a str) -> Self {
        self.autocomplete = what;
        self
    }

    /// A regular expression that the value must match, as in HTML.
    #[must_use]
    pub fn pattern(mut self, pattern: &'a str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// What is wrong with what was typed.
    #[must_use]
    pub fn wrong(mut self, wrong: Option<Text>) -> Self {
        self.wrong = wrong;
        self
    }
}

/// A field with its label, hint and, if something is wrong with it, the reason.
#[must_use]
pub fn field(lang: Lang, field: &Field<'_>) -> Markup {
    let (hint, wrong) = (
        format!("{}-hint", field.name),
        format!("{}-wrong", field.name),
    );
    let mut about: Vec<&str> = Vec::new();
    about.extend(field.hint.is_some().then_some(hint.as_str()));
    about.extend(field.wrong.is_some().then_some(wrong.as_str()));
    let about = about.join(" ");
    html! {
        div class="field" {
            label for=(field.name) { (field.label.get(lang)) (must(lang, field.required)) }
            @if let Some(said) = &field.hint { p id=(hint) class="small" { (said.get(lang)) } }
            @if let Some(said) = &field.wrong { p id=(wrong) class="wrong" { (said.get(lang)) } }
            input id=(field.name) name=(field.name) type=(field.kind) value=(field.value) autocomplete=(field.autocomplete)
                required[field.required] pattern=[field.pattern] aria-describedby=[(!about.is_empty()).then_some(&about)]
                aria-invalid=[field.wrong.is_some().then_some("true")];
        }
    }
}

fn must(lang: Lang, required: bool) -> Markup {
    html! { @if required { " " span class="must" { (text!("必須", "required").get(lang)) } } }
}

/// Several lines of text.
#[must_use]
pub fn textarea(lang: Lang, name: &str, label: &Text, value: &str, rows: u32) -> Markup {
    html! {
        div class="field" {
            label for=(name) { (label.get(lang)) }
            textarea id=(name) name=(name) rows=(rows) { (value) }
        }
    }
}

/// One of a few: all of them in sight.
#[must_use]
pub fn radios(
    lang: Lang,
    name: &str,
    legend: &Text,
    options: &[(&str, Text)],
    picked: &str,
) -> Markup {
    html! {
        fieldset class="choice" {
            legend { (legend.get(lang)) }
            @for (value, label) in options {
                @let id = format!("{name}-{value}");
                div class="pick" {
                    input id=(id) type="radio" name=(name) value=(value) checked[*value == picked];
                    label for=(id) { (label.get(lang)) }
                }
            }
        }
    }
}

/// One of many.
#[must_use]
pub fn select(
    lang: Lang,
    name: &str,
    label: &Text,
    options: &[(&str, Text)],
    picked: &str,
) -> Markup {
    html! {
        div class="field" {
            label for=(name) { (label.get(lang)) }
            select id=(name) name=(name) {
                @for (value, label) in options { option value=(value) selected[*value == picked] { (label.get(lang)) } }
            }
        }
    }
}

/// Yes, or not said.
#[must_use]
pub fn tick(lang: Lang, name: &str, value: &str, label: &Text, checked: bool) -> Markup {
    let id = format!("{name}-{value}");
    html! {
        div class="pick" {
            input id=(id) type="checkbox" name=(name) value=(value) checked[checked];
            label for=(id) { (label.get(lang)) }
        }
    }
}

/// A form with one button, whose word is a verb.
#[must_use]
pub fn form(lang: Lang, action: &str, verb: &Text, body: Markup) -> Markup {
    html! {
        form class="sheet" method="post" action=(action) {
            (body)
            button type="submit" { (verb.get(lang)) }
        }
    }
}

/// A form whose fields are kept on the server as they are typed, for this account only, until it is sent.
#[must_use]
pub fn drafted(lang: Lang, action: &str, key: &str, verb: &Text, body: Markup) -> Markup {
    html! {
        form class="sheet" method="post" action=(action) data-draft=(key) {
            (body)
            button type="submit" { (verb.get(lang)) }
            p class="small kept" role="status" hidden data-said=(text!("下書きを保存しました", "Draft kept").get(lang)) {}
        }
    }
}

/// A form that is signed with the reader's passkey: the consequence is read first, then the key answers.
#[must_use]
pub fn sign(
    lang: Lang,
    action: &str,
    asked: &Asked,
    verb: &Text,
    consequence: &Text,
    body: Markup,
) -> Markup {
    let cannot = text!(
        "署名できませんでした。パスキーを使える状態か確かめて、もう一度押してください。何も記録されていません。",
        "It could not be signed. See that your passkey is at hand and press again. Nothing was recorded."
    );
    html! {
        form class="sheet signing" method="post" action=(action)
            data-purpose=(asked.purpose) data-thing=(asked.thing) data-digest=(asked.digest) {
            (body)
            p class="consequence" { (consequence.get(lang)) }
            p class="small" { (text!("署名する内容", "What is signed").get(lang)) " " code class="digest" title=(asked.digest) { (asked.digest.short()) } }
            input type="hidden" name="signature" value="";
            p class="notice problem" role="alert" hidden data-said=(cannot.get(lang)) {}
            noscript { p class="notice" { (text!("署名にはJavaScriptが必要です。", "Signing needs JavaScript.").get(lang)) } }
            button type="submit" { (verb.get(lang)) }
        }
    }
}

/// What was refused, and that what was typed is still there. The form follows it, with the typed values.
#[must_use]
pub fn refused(lang: Lang, problem: &Problem) -> Markup {
    html! {
        div class="notice problem" role="alert" {
            p { (problem.detail.get(lang)) }
            p class="small" {
                (text!("入力した内容は下に残っています。", "What you typed is kept below.").get(lang)) " "
                (text!("記号", "Code").get(lang)) " " code { (problem.code) }
            }
        }
    }
}
