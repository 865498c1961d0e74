//! A section as a form: every item that applies, its errors beside it, what stood there before, what somebody else saved.

use std::collections::{BTreeMap, BTreeSet};

use ::words::{Lang, Text, text};
use maud::{Markup, html};
use serde_json::Value;

use super::past::Was;
use crate::{
    decide::check::Known,
    facts::display,
    rules::{
        computed::computed,
        entry::{Typed, read},
        form::{Entry, Line, Repeat, asked, form},
    },
    words::{
        catalogue::{Item, Kind, Section},
        codemap,
    },
};

/// Up to so many options are all in sight.
const IN_SIGHT: usize = 6;

/// What a form shows beside the catalogue.
#[derive(Default)]
pub struct Shown {
    /// What stands in the fields.
    pub typed: Typed,
    /// What is wrong, by field.
    pub wrong: BTreeMap<String, Text>,
    /// What stood in the fields, oldest first.
    pub past: BTreeMap<String, Vec<Was>>,
    /// Where somebody else saved something else meanwhile.
    pub differs: BTreeMap<String, String>,
    /// What somebody else saved meanwhile and nobody here touched.
    pub taken: BTreeSet<String>,
    /// The address of the form.
    pub to: String,
}

/// One form being drawn.
struct Draw<'a> {
    lang: Lang,
    section: &'a Section,
    shown: &'a Shown,
    asked: BTreeSet<String>,
}

/// The items of a section, without the frame of the form.
#[must_use]
pub fn items(lang: Lang, section: &Section, known: &Known, shown: &Shown) -> Markup {
    let (answers, _) = read(section, &shown.typed);
    let draw = Draw {
        lang,
        section,
        shown,
        asked: asked(section),
    };
    let tree = form(section, &answers, known);
    html! {
        (draw.entry(&tree))
        (draw.computed(&answers))
        (draw.kept(&tree))
    }
}

impl Draw<'_> {
    fn entry(&self, entry: &Entry<'_>) -> Markup {
        html! {
            @for line in entry.lines.iter().filter(|l| l.shown) { (self.line(line)) }
            @for group in entry.groups.iter().filter(|g| g.shown) { (self.group(group)) }
        }
    }

    fn group(&self, group: &Repeat<'_>) -> Markup {
        let lang = self.lang;
        let label = group.group.label.get(lang);
        html! {
            section class="repeat" aria-label=(label) {
                h3 { (label) }
                @for (n, entry) in group.entries.iter().enumerate() {
                    fieldset class="card" id={ "i-" (entry.path) } {
                        legend { (label) " " (n + 1) }
                        input type="hidden" name=(entry.path) value="";
                        (self.entry(entry))
                        (self.act("remove", &entry.path, &text!(("{} {} を取り除く", group.group.label.ja, n + 1), ("Remove {} {}", group.group.label.en, n + 1))))
                    }
                }
                (self.act("add", &group.path, &text!(("{}を追加する", group.group.label.ja), ("Add: {}", group.group.label.en))))
            }
        }
    }

    /// A button that changes the form without saving it; with a script only the items are drawn again.
    fn act(&self, what: &str, path: &str, label: &Text) -> Markup {
        let what = format!("{what} {path}");
        html! {
            button class="second small-button" type="submit" name="do" value=(what)
                hx-post={ (self.shown.to) "/fragment" } hx-target="#items" hx-swap="innerMorph"
                hx-vals=(Value::from_iter([("do", what.as_str())])) { (label.get(self.lang)) }
        }
    }

    fn line(&self, line: &Line<'_>) -> Markup {
        let (lang, path) = (self.lang, &line.path);
        let asks = self.asked.contains(line.item.key());
        let gap = line.required && !line.filled;
        let class = match (asks, gap) {
            (true, true) => "item asks gap",
            (true, false) => "item asks",
            (false, true) => "item gap",
            (false, false) => "item",
        };
        html! {
            div class=(class) id={ "i-" (path) } {
                (self.control(line))
                @if let Some(theirs) = self.shown.differs.get(path) { (self.differs(line.item, path, theirs)) }
                @if self.shown.taken.contains(path) { p class="small" { (text!("ほかの方が保存した値です。", "Saved by somebody else meanwhile.").get(lang)) } }
                (self.past(line))
            }
        }
    }

    fn control(&self, line: &Line<'_>) -> Markup {
        let item = line.item;
        match item.kind {
            Kind::Boolean => {
                let options = [
                    ("true".to_owned(), text!("はい", "yes")),
                    ("false".to_owned(), text!("いいえ", "no")),
                ];
                self.radios(line, &options)
            }
            Kind::Choice => {
                let codes = item
                    .codes
                    .as_deref()
                    .and_then(codemap::list)
                    .unwrap_or_default();
                let options: Vec<(String, Text)> = codes
                    .iter()
                    .map(|c| (c.code.clone(), c.label.clone()))
                    .collect();
                if options.len() <= IN_SIGHT {
                    self.radios(line, &options)
                } else {
                    self.select(line, &options)
                }
            }
            Kind::Text | Kind::Integer | Kind::Decimal | Kind::Date | Kind::Month | Kind::Term => {
                self.input(line)
            }
        }
    }

    fn label(&self, line: &Line<'_>) -> Markup {
        let lang = self.lang;
        let unit = line.item.unit.as_deref().map(|u| unit(u, lang));
        html! {
            (line.item.label.get(lang))
            @if let Some(unit) = unit { " " span class="unit" { "（" (unit) "）" } }
            @if line.required { " " span class="must" { (text!("必須", "required").get(lang)) } }
        }
    }

    fn about(&self, line: &Line<'_>) -> (Markup, Option<String>) {
        let path = &line.path;
        let hint = hint(line.item);
        let wrong = self.shown.wrong.get(path);
        let mut ids = Vec::new();
        ids.extend(hint.is_some().then(|| format!("{path}-hint")));
        ids.extend(wrong.is_some().then(|| format!("{path}-wrong")));
        let said = html! {
            @if let Some(hint) = hint { p class="small" id={ (path) "-hint" } { (hint.get(self.lang)) } }
            @if let Some(wrong) = wrong { p class="wrong" id={ (path) "-wrong" } { (wrong.get(self.lang)) } }
        };
        (said, (!ids.is_empty()).then(|| ids.join(" ")))
    }

    fn value(&self, line: &Line<'_>) -> &str {
        self.shown.typed.get(&line.path).map_or("", String::as_str)
    }

    fn input(&self, line: &Line<'_>) -> Markup {
        let (said, about) = self.about(line);
        let path = &line.path;
        let wrong = self.shown.wrong.contains_key(path);
        let mode = match line.item.kind {
            Kind::Integer => Some("numeric"),
            Kind::Decimal => Some("decimal"),
            _ => None,
        };
        html! {
            label for=(path) { (self.label(line)) }
            (said)
            input id=(path) name=(path) type="text" value=(self.value(line)) autocomplete="off" inputmode=[mode]
                aria-describedby=[about] aria-invalid=[wrong.then_some("true")];
        }
    }

    fn select(&self, line: &Line<'_>, options: &[(String, Text)]) -> Markup {
        let (said, about) = self.about(line);
        let (path, picked) = (&line.path, self.value(line));
        html! {
            label for=(path) { (self.label(line)) }
            (said)
            select id=(path) name=(path) aria-describedby=[about] {
                option value="" { (text!("未回答", "not answered").get(self.lang)) }
                @for (code, label) in options { option value=(code) selected[code == picked] { (label.get(self.lang)) } }
            }
        }
    }

    fn radios(&self, line: &Line<'_>, options: &[(String, Text)]) -> Markup {
        let (said, about) = self.about(line);
        let (path, picked) = (&line.path, self.value(line));
        let none = text!("未回答", "not answered");
        html! {
            fieldset class="choice row" aria-describedby=[about] {
                legend { (self.label(line)) }
                (said)
                @for (code, label) in options { (pick(path, code, label.get(self.lang), code == picked)) }
                (pick(path, "", none.get(self.lang), picked.is_empty()))
            }
        }
    }

    fn differs(&self, item: &Item, path: &str, theirs: &str) -> Markup {
        let lang = self.lang;
        let last = self.shown.past.get(path).and_then(|all| all.last());
        let theirs = said(item, theirs, lang);
        html! {
            p class="notice problem" role="note" {
                (text!("ほかの方が先に保存した値", "Saved by somebody else").get(lang)) "： " strong { (theirs) }
                @if let Some(last) = last { " " span class="small" { "（" (last.who) " " (last.at.show(lang)) "）" } }
                br; (text!("上の欄はあなたの入力です。残すほうに直して、もう一度保存してください。", "The field above holds what you typed. Leave the one that is right and save again.").get(lang))
            }
        }
    }

    fn past(&self, line: &Line<'_>) -> Markup {
        let lang = self.lang;
        let all = self
            .shown
            .past
            .get(&line.path)
            .map_or(&[][..], Vec::as_slice);
        html! {
            @if all.len() > 1 {
                details class="past" {
                    summary { (text!(("変更の履歴 {}件", all.len()), ("History: {}", all.len())).get(lang)) }
                    ul { @for was in all.iter().rev() { li { (said(line.item, &was.value, lang)) " " span class="small" { (was.who) " " (was.at.show(lang)) } } } }
                }
            }
        }
    }

    fn computed(&self, answers: &Value) -> Markup {
        let has = |key: &str| self.section.items.iter().any(|i| i.key() == key);
        let value = |key: &str| answers.get(key).map(ToString::to_string);
        let all = computed(&has, &value);
        html! {
            @for one in &all {
                @if let Some(value) = &one.value {
                    p class="computed" {
                        (one.label.get(self.lang)) " " strong { (value) }
                        " " span class="small" { (text!("計算値", "computed").get(self.lang)) "： " (one.how.get(self.lang)) }
                    }
                }
            }
        }
    }

    /// Answers that no longer apply: carried along until the form is saved, so that going back brings them back.
    fn kept(&self, tree: &Entry<'_>) -> Markup {
        let mut paths = Vec::new();
        hidden(tree, &self.shown.typed, &mut paths);
        let paths: Vec<&String> = paths
            .into_iter()
            .filter(|p| {
                self.shown
                    .typed
                    .get(*p)
                    .is_some_and(|v| !v.trim().is_empty())
            })
            .collect();
        let items: Vec<&Item> = paths
            .iter()
            .filter_map(|p| item_at(self.section, p))
            .collect();
        let names: Vec<&str> = items.iter().map(|i| i.label.get(self.lang)).collect();
        html! {
            @for path in &paths {
                input type="hidden" name={ "kept:" (path) } value=(self.shown.typed.get(*path).map_or("", String::as_str));
            }
            @if !names.is_empty() {
                p class="notice" role="note" {
                    (text!("ほかの回答から対象外になったため、次の回答は保存されません", "These no longer apply and will not be saved").get(self.lang)) "： "
                    (names.join("、"))
                }
            }
        }
    }
}

fn pick(path: &str, code: &str, label: &str, picked: bool) -> Markup {
    let id = format!("{path}-{}", if code.is_empty() { "none" } else { code });
    html! {
        div class="pick" {
            input id=(id) type="radio" name=(path) value=(code) checked[picked];
            label for=(id) { (label) }
        }
    }
}

/// The paths of what is answered but does not apply.
pub(super) fn hidden<'t>(tree: &Entry<'_>, typed: &'t Typed, out: &mut Vec<&'t String>) {
    let lines = tree.lines.iter().filter(|l| !l.shown);
    out.extend(
        lines
            .filter_map(|l| typed.get_key_value(&l.path))
            .map(|(k, _)| k),
    );
    for group in &tree.groups {
        if group.shown {
            group.entries.iter().for_each(|e| hidden(e, typed, out));
        } else {
            let opening = format!("{}[", group.path);
            out.extend(typed.keys().filter(|k| k.starts_with(&opening)));
        }
    }
}

/// The item of a path.
pub(super) fn item_at<'a>(section: &'a Section, path: &str) -> Option<&'a Item> {
    let key = path.rsplit('.').next()?;
    section.items.iter().find(|i| i.key() == key)
}

fn said(item: &Item, value: &str, lang: Lang) -> String {
    if value.is_empty() {
        return text!("（なし）", "(none)").get(lang).to_owned();
    }
    display(item, value).get(lang).to_owned()
}

fn hint(item: &Item) -> Option<Text> {
    match item.kind {
        Kind::Date => Some(text!(
            "例 令和8年4月3日、R8.4.3、2026/4/3",
            "for example 2026/4/3 or R8.4.3"
        )),
        Kind::Month => Some(text!(
            "例 令和8年4月、R8.4、2026/4",
            "for example 2026/4 or R8.4"
        )),
        Kind::Term => Some(match item.system.as_deref() {
            Some("hpo") => text!(
                "HPOのコード 例 HP:0001250",
                "HPO code, for example HP:0001250"
            ),
            _ => text!(
                "OncoTreeのコード 例 LUAD",
                "OncoTree code, for example LUAD"
            ),
        }),
        _ => item
            .min
            .zip(item.max)
            .map(|(min, max)| text!(("{min}〜{max}"), ("{min} to {max}"))),
    }
}

/// Units as people read them.
fn unit(ucum: &str, lang: Lang) -> String {
    let said = match ucum {
        "a" => text!("年・歳", "years"),
        "/d" => text!("1日あたり", "per day"),
        "wk" => text!("週", "weeks"),
        other => Text::made(other, other),
    };
    said.get(lang).to_owned()
}
