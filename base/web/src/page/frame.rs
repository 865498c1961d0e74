//! The frame of every page: who you are, where you are, in which language; and the one style sheet.

use std::sync::{Arc, OnceLock};

use maud::{DOCTYPE, Markup, html};
use words::{CaseId, Lang, Text, text};

use crate::{Caller, Platform, Problem};

/// What the frame needs to know beside the title and the body.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The path of this page, to come back to after switching the language.
    pub path: String,
    /// The data is synthetic; the page says so.
    pub synthetic: bool,
    /// The reader's name and roles; absent before signing in.
    pub reader: Option<Text>,
    /// The reader is staff: there is a search field.
    pub staff: bool,
    /// A demonstration: one click leads to its roles and its guided path.
    pub demo: bool,
    /// The reader has no passkey and cannot sign; the page says so.
    pub keyless: bool,
    /// Scripts that this page asks for beside the common ones, by file name.
    pub scripts: Vec<&'static str>,
    /// The case in which the reader acts for somebody else, once a decision rested on that.
    pub acting: Arc<OnceLock<CaseId>>,
}

impl Frame {
    /// The frame of a page without a reader.
    #[must_use]
    pub fn of(platform: &Platform, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            synthetic: platform.settings().synthetic,
            reader: None,
            staff: false,
            demo: platform.settings().demo,
            keyless: false,
            scripts: Vec::new(),
            acting: Arc::default(),
        }
    }

    /// The reader acts for somebody else on this page: it says so.
    pub(crate) fn act_for(&self, case: &CaseId) {
        // one page is about one case
        let _ = self.acting.set(case.clone());
    }

    /// Asks for a script of `assets/`.
    pub fn script(&mut self, name: &'static str) {
        self.scripts.push(name);
    }
}

/// A page for somebody signed in.
#[must_use]
pub fn page(lang: Lang, title: &Text, who: &Caller, body: Markup) -> Markup {
    bare(lang, title, &who.frame, body)
}

/// A page in its frame.
#[must_use]
pub fn bare(lang: Lang, title: &Text, frame: &Frame, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (readable(html! { (title.get(lang)) })) " · 組紐 Kumihimo" }
                link rel="stylesheet" href="/assets/kumihimo.css";
                link rel="icon" href="/assets/mark.svg" type="image/svg+xml";
                @if frame.reader.is_some() {
                    meta name="htmx-config" content=r#"{"includeIndicatorCSS":false}"#;
                    script src="/assets/htmx.js" defer {}
                }
                script src="/assets/kumihimo.js" defer {}
                @for name in &frame.scripts { script src={ "/assets/" (name) } defer {} }
            }
            body {
                a class="skip" href="#main" { (text!("本文へ", "To the content").get(lang)) }
                header {
                    @if frame.synthetic {
                        p class="synthetic" { strong { (text!("合成データ", "Synthetic data").get(lang)) } " " (text!("実在の患者さんの情報ではありません", "no real person's information").get(lang)) }
                    }
                    (readable(masthead(lang, frame)))
                    @if frame.keyless { (keyless(lang)) }
                    @if let Some(case) = frame.acting.get() { (acting(lang, case)) }
                }
                main id="main" { (readable(body)) }
            }
        }
    }
}

/// On every page on which somebody acts for another.
fn acting(lang: Lang, case: &CaseId) -> Markup {
    html! {
        p class="acting" {
            strong { (text!("代理：", "As a proxy: ").get(lang)) }
            (text!(("患者さんに代わって操作しています（{case}）"), ("you act for the patient of {case}")).get(lang))
        }
    }
}

fn masthead(lang: Lang, frame: &Frame) -> Markup {
    let (other, name) = match lang {
        Lang::Ja => (Lang::En, "English"),
        Lang::En => (Lang::Ja, "日本語"),
    };
    html! {
        div class="masthead" {
            a class="mark" href="/" { "組紐" span { " Kumihimo" } }
            @if frame.staff { (search(lang)) }
            div class="who" {
                @if frame.demo { a class="quiet-link demo" href="/demo" { (text!("デモの案内・役割", "Demo: tour and roles").get(lang)) } }
                form method="post" action="/language" {
                    input type="hidden" name="to" value=(frame.path);
                    input type="hidden" name="lang" value=(other.tag());
                    button class="quiet" type="submit" lang=(other.tag()) { (name) }
                }
                @if let Some(reader) = &frame.reader {
                    a class="reader" href="/devices" { (reader.get(lang)) }
                    @if frame.staff {
                        form method="post" action="/switch" {
                            button class="quiet" type="submit" { (text!("利用者を替える", "Change user").get(lang)) }
                        }
                    }
                    form method="post" action="/sign-out" {
                        button class="quiet" type="submit" { (text!("サインアウト", "Sign out").get(lang)) }
                    }
                }
            }
        }
    }
}

/// What somebody typed may turn the direction of the words around it, or ring a bell: such characters are shown as what they
/// are, a hole in the text, so that no name reads as another.
fn readable(body: Markup) -> Markup {
    let hidden = |c: char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    if !body.0.contains(hidden) {
        return body;
    }
    maud::PreEscaped(body.0.replace(hidden, "\u{fffd}"))
}

/// Looking and writing go without a passkey, signing does not.
fn keyless(lang: Lang) -> Markup {
    html! {
        p class="keyless small" {
            (text!("署名にはパスキーが必要です。このアカウントにはまだありません。", "Signing needs a passkey; this account has none yet.").get(lang))
            " " a href="/devices" { (text!("追加する", "Add one").get(lang)) }
        }
    }
}

/// The search field of staff: numbers, names by kana for those who may, genes, digests.
fn search(lang: Lang) -> Markup {
    let label = text!("番号・カナ・遺伝子で探す", "Find by number, kana or gene");
    html! {
        form class="find" method="get" action="/search" role="search" {
            label class="unseen" for="find" { (label.get(lang)) }
            input id="find" type="search" name="q" placeholder=(label.get(lang)) autocomplete="off";
            button class="second" type="submit" { (text!("探す", "Find").get(lang)) }
        }
    }
}

/// A problem as a page.
#[must_use]
pub fn problem(lang: Lang, frame: &Frame, problem: &Problem) -> Markup {
    let (ja, en) = problem
        .title
        .split_once(" / ")
        .unwrap_or((problem.title, problem.title));
    let title = Text::made(ja, en);
    let body = html! {
        div class="door" {
            h1 { (title.get(lang)) }
            p class="notice problem" role="alert" { (problem.detail.get(lang)) }
            p class="small" { (text!("記号", "Code").get(lang)) " " code { (problem.code) } }
            p { a href="/" { (text!("はじめのページへ", "To the start page").get(lang)) } }
        }
    };
    bare(lang, &title, frame, body)
}

/// Percent-encodes a path for a query value.
#[must_use]
pub fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~/".contains(&b);
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
