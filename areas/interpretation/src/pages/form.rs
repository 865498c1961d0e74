//! The form of a verdict: what stands in it first, its fields with their keys, and what it says when it comes back.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use web::{Platform, Problem, page};
use words::{Lang, Text, text};

use super::say;
use crate::api::desk::Desk;
use crate::api::verdict::Typed;
use crate::facts;
use crate::words::{Acmg, Given, Origin, Verdict};

/// The form as it came: everything is text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FormIn {
    pub verdict: String,
    pub tier: String,
    pub class: String,
    pub level: String,
    pub origin: String,
    pub sentence_ja: String,
    pub sentence_en: String,
    pub reason: String,
    pub version: String,
}

const VERDICTS: [(Verdict, &str); 3] = [
    (Verdict::Accepted, "a"),
    (Verdict::Uncertain, "u"),
    (Verdict::Rejected, "r"),
];
const TIERS: [&str; 6] = ["I-A", "I-B", "II-C", "II-D", "III", "IV"];
const ORIGINS: [(Origin, &str); 3] = [
    (Origin::Somatic, "somatic"),
    (Origin::Germline, "germline"),
    (Origin::Unknown, "unknown"),
];

impl FormIn {
    /// What the form proposes: one's own reading, the one that waits, or what the machine says.
    pub async fn begun(platform: &Platform, desk: &Desk) -> Result<Self, Problem> {
        let judged = desk.judged.as_ref();
        let waiting = judged.and_then(|j| j.proposed.as_ref().or(j.first.as_ref()));
        let (mut form, proposed) = (Self::default(), &desk.proposed);
        form.version = desk.version.to_string();
        let mut said = proposed.text.clone();
        match waiting {
            Some(Given { reading, .. }) => {
                form.verdict = reading.verdict.word().to_owned();
                form.tier = reading.tier.clone().unwrap_or_default();
                form.class = reading.class.map(Acmg::code).unwrap_or_default().to_owned();
                form.level = reading.level.to_string();
                form.origin = word(reading.origin).to_owned();
                if let Some(digest) = &reading.sentence {
                    said = facts::written(platform, &desk.case.id, digest).await?;
                }
            }
            None => {
                let class = proposed.class.as_deref();
                let class = Acmg::ALL
                    .into_iter()
                    .find(|c| class.is_some_and(|w| c.is(w)));
                form.tier = proposed.tier.clone().unwrap_or_default();
                form.class = class.map(Acmg::code).unwrap_or_default().to_owned();
                form.level = proposed.level.to_string();
                form.origin = word(proposed.origin).to_owned();
            }
        }
        form.sentence_ja = said.ja.to_string();
        form.sentence_en = said.en.to_string();
        Ok(form)
    }

    /// The version that the reader looked at.
    pub fn version(&self) -> Option<i64> {
        self.version.parse().ok()
    }

    /// As the API takes it. Of tier and class only what fits the origin counts: the other field is out of sight.
    pub fn typed(&self) -> Result<Typed, Problem> {
        let verdict = VERDICTS.iter().find(|(v, _)| v.word() == self.verdict);
        let Some((verdict, _)) = verdict else {
            return Err(Problem::bad_input(text!(
                "報告するかどうかを選んでください。",
                "Choose whether it is reported."
            )));
        };
        let origin = ORIGINS.iter().find(|(_, w)| *w == self.origin);
        let origin = origin.map(|(o, _)| *o);
        let class = Acmg::ALL.into_iter().find(|c| c.code() == self.class);
        let tier = Some(self.tier.clone()).filter(|t| !t.is_empty());
        Ok(Typed {
            verdict: *verdict,
            tier: tier.filter(|_| origin != Some(Origin::Germline)),
            class: class.filter(|_| origin != Some(Origin::Somatic)),
            level: self.level.parse().ok(),
            origin,
            sentence: Some(Text::made(
                unbroken(&self.sentence_ja),
                unbroken(&self.sentence_en),
            )),
            reason: Some(self.reason.clone()),
            version: self.version(),
        })
    }
}

/// One sentence stands on one line, whatever a text field made of it.
fn unbroken(said: &str) -> String {
    said.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn word(origin: Origin) -> &'static str {
    ORIGINS
        .iter()
        .find(|(o, _)| *o == origin)
        .map_or("unknown", |(_, w)| *w)
}

/// One of a few, with the key that picks it.
fn pick(
    lang: Lang,
    name: &str,
    legend: &Text,
    options: &[(String, Text, String)],
    picked: &str,
) -> Markup {
    html! {
        fieldset class="choice keyed" {
            legend { (legend.get(lang)) }
            @for (value, label, key) in options {
                @let id = format!("{name}-{value}");
                div class="pick" {
                    input id=(id) type="radio" name=(name) value=(value) checked[value == picked];
                    label for=(id) { (label.get(lang)) @if !key.is_empty() { " " kbd { (key) } } }
                }
            }
        }
    }
}

fn verdicts() -> Vec<(String, Text, String)> {
    let one = |(v, key): &(Verdict, &str)| (v.word().to_owned(), v.text(), (*key).to_owned());
    VERDICTS.iter().map(one).collect()
}

fn tiers() -> Vec<(String, Text, String)> {
    let one = |(t, key): (&&str, usize)| {
        (
            (*t).to_owned(),
            text!(("Tier {t}"), ("Tier {t}")),
            key.to_string(),
        )
    };
    TIERS.iter().zip(1..).map(one).collect()
}

fn classes() -> Vec<(String, Text, String)> {
    let one = |(c, key): (Acmg, usize)| (c.code().to_owned(), c.text(), key.to_string());
    Acmg::ALL.into_iter().zip((1..=5).rev()).map(one).collect()
}

fn levels() -> Vec<(String, Text, String)> {
    let all = [
        text!("1（パネル検査相当）", "1 (as a panel test)"),
        text!("2（エクソーム相当）", "2 (as an exome)"),
        text!("3（研究）", "3 (research)"),
    ];
    let one = |(label, n): (Text, u8)| (n.to_string(), label, (n + 6).to_string());
    all.into_iter().zip(1..).map(one).collect()
}

fn origins() -> Vec<(String, Text, String)> {
    let one = |(o, word): &(Origin, &str)| ((*word).to_owned(), say::origin(*o), String::new());
    ORIGINS.iter().map(one).collect()
}

pub(super) fn fields(desk: &Desk, form: &FormIn, lang: Lang) -> Markup {
    let tier = text!("Tier（AMP/ASCO/CAP）", "Tier (AMP/ASCO/CAP)");
    let class = text!("病的意義の分類（ACMG/AMP）", "Class (ACMG/AMP)");
    let somatic = desk.proposed.origin != Origin::Germline;
    let (shown, aside) = (
        if somatic {
            pick(lang, "tier", &tier, &tiers(), &form.tier)
        } else {
            pick(lang, "class", &class, &classes(), &form.class)
        },
        if somatic {
            pick(lang, "class", &class, &classes(), &form.class)
        } else {
            pick(lang, "tier", &tier, &tiers(), &form.tier)
        },
    );
    html! {
        input type="hidden" name="version" value=(form.version);
        (pick(lang, "verdict", &text!("報告するか", "Report it?"), &verdicts(), &form.verdict))
        (shown)
        (pick(lang, "level", &text!("レベル", "Level"), &levels(), &form.level))
        details class="aside" open[form.origin != word(desk.proposed.origin)] {
            summary { (text!("由来を変える", "Change the origin").get(lang)) }
            (pick(lang, "origin", &text!("由来", "Origin"), &origins(), &form.origin))
            (aside)
        }
        (page::textarea(lang, "sentence_ja", &text!("報告書の文（日本語）", "Sentence for the report (Japanese)"), &form.sentence_ja, 3))
        (page::textarea(lang, "sentence_en", &text!("報告書の文（英語）", "Sentence for the report (English)"), &form.sentence_en, 3))
        (page::textarea(lang, "reason", &text!("理由（提案と違うとき、報告しないときは必須）", "Reason (needed where it differs from the proposal or is not reported)"), &form.reason, 2))
    }
}

/// The form with its keys; the switch shows only where the script runs.
pub(super) fn keyed(form: Markup, desk: &Desk, lang: Lang) -> Markup {
    let mut keys = serde_json::Map::new();
    let mut add = |name: &str, options: Vec<(String, Text, String)>| {
        for (value, _, key) in options.into_iter().filter(|o| !o.2.is_empty()) {
            keys.insert(key, json!(format!("{name}-{value}")));
        }
    };
    add("verdict", verdicts());
    if desk.proposed.origin == Origin::Germline {
        add("class", classes());
    } else {
        add("tier", tiers());
    }
    add("level", levels());
    html! {
        div data-keys=(serde_json::Value::Object(keys)) {
            (form)
            div class="keys pick small" hidden {
                input id="keys-on" type="checkbox" data-keys-on;
                label for="keys-on" { (text!("キーで選ぶ", "Choose with keys").get(lang)) }
                span { kbd { "Ctrl" } "+" kbd { "Enter" } " " (text!("で記録", "records").get(lang)) }
            }
        }
    }
}
