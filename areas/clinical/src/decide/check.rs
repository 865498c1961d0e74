//! Checks the answers of a section against the catalogue. Pure: the same answers always get the same faults.

mod value;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use words::{Text, text};

use crate::words::{
    catalogue::{Group, Item, Section},
    condition::Condition,
};

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: `regimen[0].rx_line`.
    pub path: String,
    /// Why, naming the item.
    pub text: Text,
    /// An answer that must be given is not there yet; everything else is an answer that does not fit.
    pub gap: bool,
}

impl Fault {
    /// An answer that does not fit.
    #[must_use]
    pub fn at(path: String, text: Text) -> Self {
        Self {
            path,
            text,
            gap: false,
        }
    }
}

/// Names known from elsewhere: switches, and plain answers of the other sections.
pub type Known = BTreeMap<String, String>;

/// One answer, found in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where.
    pub path: String,
    /// The item.
    pub item: &'static Item,
    /// The answer as text.
    pub value: String,
}

/// What is wrong with the answers; empty if nothing is.
#[must_use]
pub fn check(section: &Section, answers: &Value, known: &Known) -> Vec<Fault> {
    let mut faults = Vec::new();
    match answers.as_object() {
        Some(answers) => level(section, "", "", answers, &[], known, &mut faults),
        None => faults.push(Fault::at(
            String::new(),
            text!(
                "回答の形式が正しくありません。",
                "The answers are not an object."
            ),
        )),
    }
    faults
}

/// Checks one entry of a group (the section itself has the empty group), then the groups within it.
fn level(
    section: &Section,
    group: &str,
    path: &str,
    entry: &Map<String, Value>,
    outer: &[&Map<String, Value>],
    known: &Known,
    faults: &mut Vec<Fault>,
) {
    let scopes: Vec<&Map<String, Value>> = std::iter::once(entry)
        .chain(outer.iter().copied())
        .collect();
    let look = |name: &str| {
        scopes
            .iter()
            .find_map(|s| plain(s.get(name)?))
            .or_else(|| known.get(name).cloned())
    };
    let holds = |text: Option<&String>, unset| {
        text.map_or(unset, |t| {
            t.parse::<Condition>().is_ok_and(|c| c.holds(&look))
        })
    };
    let items: Vec<&Item> = section.items.iter().filter(|i| i.group == group).collect();
    let groups: Vec<&Group> = section
        .groups
        .iter()
        .filter(|g| g.parent() == group)
        .collect();
    for item in &items {
        let at = format!("{path}{}", item.key());
        let shown = holds(item.show.as_ref(), true);
        let given = entry
            .get(item.key())
            .filter(|v| !v.is_null() && v.as_str() != Some(""));
        let problem = match given {
            Some(_) if !shown => Some(hidden(&item.label)),
            Some(value) => value::fault(item, value),
            None if shown && holds(item.require.as_ref(), false) => Some(missing(&item.label)),
            None => None,
        };
        let gap = given.is_none();
        faults.extend(problem.map(|text| Fault {
            path: at,
            text,
            gap,
        }));
    }
    for inner in &groups {
        let at = format!("{path}{}", inner.key());
        let Some(value) = entry.get(inner.key()).filter(|v| !v.is_null()) else {
            continue;
        };
        let Some(list) = value.as_array() else {
            faults.push(Fault::at(at, not_a_list(&inner.label)));
            continue;
        };
        if !list.is_empty() && !holds(inner.show.as_ref(), true) {
            faults.push(Fault::at(at, hidden(&inner.label)));
            continue;
        }
        for (n, one) in list.iter().enumerate() {
            match one.as_object() {
                Some(one) => level(
                    section,
                    &inner.id,
                    &format!("{at}[{n}]."),
                    one,
                    &scopes,
                    known,
                    faults,
                ),
                None => faults.push(Fault::at(format!("{at}[{n}]"), not_a_list(&inner.label))),
            }
        }
    }
    let ours =
        |key: &str| items.iter().any(|i| i.key() == key) || groups.iter().any(|g| g.key() == key);
    let strays = entry.keys().filter(|key| !ours(key));
    faults.extend(strays.map(|key| Fault::at(format!("{path}{key}"), unknown(key))));
}

/// Every answer of a section, in the order of the catalogue, groups after the plain items.
#[must_use]
pub fn found(section: &'static Section, answers: &Value) -> Vec<Found> {
    let mut out = Vec::new();
    if let Some(entry) = answers.as_object() {
        walk(section, "", "", entry, &mut out);
    }
    out
}

fn walk(
    section: &'static Section,
    group: &str,
    path: &str,
    entry: &Map<String, Value>,
    out: &mut Vec<Found>,
) {
    for item in section.items.iter().filter(|i| i.group == group) {
        if let Some(value) = entry.get(item.key()).and_then(plain) {
            out.push(Found {
                path: format!("{path}{}", item.key()),
                item,
                value,
            });
        }
    }
    for inner in section.groups.iter().filter(|g| g.parent() == group) {
        let list = entry.get(inner.key()).and_then(Value::as_array);
        for (n, one) in list.into_iter().flatten().enumerate() {
            if let Some(one) = one.as_object() {
                walk(
                    section,
                    &inner.id,
                    &format!("{path}{}[{n}].", inner.key()),
                    one,
                    out,
                );
            }
        }
    }
}

/// A plain value as text; nothing for empty ones, lists and objects.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

fn missing(label: &Text) -> Text {
    text!(
        ("「{}」は入力が必要です。", label.ja),
        ("“{}” must be answered.", label.en)
    )
}
fn hidden(label: &Text) -> Text {
    text!(
        ("「{}」は、ほかの回答からみて入力の対象外です。", label.ja),
        ("“{}” does not apply, given the other answers.", label.en)
    )
}
fn not_a_list(label: &Text) -> Text {
    text!(
        ("「{}」は繰り返しの形で入力してください。", label.ja),
        ("“{}” is a list of entries.", label.en)
    )
}
fn unknown(key: &str) -> Text {
    text!(
        ("「{key}」という項目はありません。"),
        ("There is no item “{key}”.")
    )
}
