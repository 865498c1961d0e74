//! What stands in the fields of a form, and the answers it means. Dates are written in any Japanese way, digits in any width.

use std::collections::BTreeMap;

use registry::words::calendar;
use serde_json::{Map, Number, Value};
use words::{Text, text};

use crate::{
    decide::check::Fault,
    words::catalogue::{Item, Kind, Section},
};

/// Path of an answer (`regimen[0].rx_line`) to what stands in its field. An entry of a group is a path of its own
/// (`regimen[0]`), so that an empty one can be told from none.
pub type Typed = BTreeMap<String, String>;

/// More entries of a group than this are not read.
const ENTRIES: usize = 200;

/// The answers as they stand in the fields.
#[must_use]
pub fn flat(answers: &Value) -> Typed {
    let mut out = Typed::new();
    spread("", answers, &mut out);
    out
}

fn spread(path: &str, value: &Value, out: &mut Typed) {
    match value {
        Value::Object(entry) => {
            for (key, value) in entry {
                let at = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                spread(&at, value, out);
            }
        }
        Value::Array(list) => {
            for (n, one) in list.iter().enumerate() {
                let at = format!("{path}[{n}]");
                out.insert(at.clone(), String::new());
                spread(&at, one, out);
            }
        }
        Value::String(text) => drop(out.insert(path.to_owned(), text.clone())),
        Value::Number(n) => drop(out.insert(path.to_owned(), n.to_string())),
        Value::Bool(b) => drop(out.insert(path.to_owned(), b.to_string())),
        Value::Null => {}
    }
}

/// The answers that the fields mean, and what cannot be read. What cannot be read is left out of the answers.
#[must_use]
pub fn read(section: &Section, typed: &Typed) -> (Value, Vec<Fault>) {
    let mut faults = Vec::new();
    let answers = level(section, "", "", typed, &mut faults);
    (Value::Object(answers), faults)
}

fn level(
    section: &Section,
    group: &str,
    path: &str,
    typed: &Typed,
    faults: &mut Vec<Fault>,
) -> Map<String, Value> {
    let mut entry = Map::new();
    for item in section.items.iter().filter(|i| i.group == group) {
        let at = format!("{path}{}", item.key());
        let raw = typed.get(&at).map_or("", |t| t.trim());
        if raw.is_empty() {
            continue;
        }
        match meant(item, raw) {
            Ok(value) => drop(entry.insert(item.key().to_owned(), value)),
            Err(text) => faults.push(Fault::at(at, text)),
        }
    }
    for inner in section.groups.iter().filter(|g| g.parent() == group) {
        let at = format!("{path}{}", inner.key());
        let entries: Vec<Value> = (0..count(typed, &at))
            .map(|n| {
                let path = format!("{at}[{n}].");
                Value::Object(level(section, &inner.id, &path, typed, faults))
            })
            .collect();
        if !entries.is_empty() {
            entry.insert(inner.key().to_owned(), Value::Array(entries));
        }
    }
    entry
}

/// How many entries of the group at a path there are.
#[must_use]
pub fn count(typed: &Typed, path: &str) -> usize {
    let opening = format!("{path}[");
    let numbers = typed
        .range(opening.clone()..)
        .take_while(|(key, _)| key.starts_with(&opening))
        .filter_map(|(key, _)| {
            let rest = key.get(opening.len()..)?;
            rest.split_once(']')?.0.parse::<usize>().ok()
        });
    numbers.map(|n| n + 1).max().unwrap_or(0).min(ENTRIES)
}

/// The same fields with an empty entry more in the group at a path.
#[must_use]
pub fn added(mut typed: Typed, path: &str) -> Typed {
    let next = count(&typed, path);
    if next < ENTRIES {
        typed.insert(format!("{path}[{next}]"), String::new());
    }
    typed
}

/// The same fields without an entry (`regimen[1]`); those after it move up.
#[must_use]
pub fn removed(typed: &Typed, entry: &str) -> Typed {
    let Some((path, n)) = split(entry) else {
        return typed.clone();
    };
    let opening = format!("{path}[");
    let mut out = Typed::new();
    for (key, value) in typed {
        let place = key.strip_prefix(&opening).and_then(|rest| {
            let (at, rest) = rest.split_once(']')?;
            Some((at.parse::<usize>().ok()?, rest))
        });
        match place {
            Some((at, _)) if at == n => {}
            Some((at, rest)) if at > n => {
                out.insert(format!("{path}[{}]{rest}", at - 1), value.clone());
            }
            _ => drop(out.insert(key.clone(), value.clone())),
        }
    }
    out
}

/// The same fields without entries in which nothing stands.
#[must_use]
pub fn without_empty(typed: &Typed) -> Typed {
    let mut out: Typed = typed.clone();
    loop {
        let is_empty = |entry: &str| {
            let inside = format!("{entry}.");
            let mut all = out.range(inside.clone()..);
            let mut all = all.by_ref().take_while(|(key, _)| key.starts_with(&inside));
            all.all(|(_, value)| value.trim().is_empty())
        };
        // the last first: those before it keep their numbers
        let empty = out
            .keys()
            .rev()
            .find(|key| split(key).is_some() && is_empty(key))
            .cloned();
        match empty {
            Some(entry) => out = removed(&out, &entry),
            None => return out,
        }
    }
}

/// `regimen[1]` as path and number.
fn split(entry: &str) -> Option<(&str, usize)> {
    let (path, n) = entry.strip_suffix(']')?.rsplit_once('[')?;
    Some((path, n.parse().ok()?))
}

fn meant(item: &Item, raw: &str) -> Result<Value, Text> {
    let (ja, en) = (&item.label.ja, &item.label.en);
    let half = half(raw);
    match item.kind {
        Kind::Text | Kind::Choice => Ok(Value::String(raw.to_owned())),
        Kind::Term => Ok(Value::String(half.to_uppercase())),
        Kind::Date => match calendar::day(raw) {
            Ok(day) => Ok(Value::String(day.to_string())),
            Err(no) => Err(about(item, &no.text())),
        },
        Kind::Month => match calendar::month(raw) {
            Ok(month) => Ok(Value::String(month)),
            Err(no) => Err(about(item, &no.text())),
        },
        Kind::Boolean => match raw {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(text!(
                ("「{ja}」は「はい」か「いいえ」を選んでください。"),
                ("Choose yes or no for “{en}”.")
            )),
        },
        Kind::Integer => half.parse::<i64>().map(Value::from).map_err(|_| {
            text!(
                ("「{ja}」は整数で入力してください。"),
                ("“{en}” takes a whole number.")
            )
        }),
        Kind::Decimal => half
            .parse::<f64>()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number)
            .ok_or_else(|| {
                text!(
                    ("「{ja}」は数値で入力してください。"),
                    ("“{en}” takes a number.")
                )
            }),
    }
}

fn about(item: &Item, said: &Text) -> Text {
    Text::made(
        format!("「{}」：{}", item.label.ja, said.ja),
        format!("“{}”: {}", item.label.en, said.en),
    )
}

/// Half-width letters and digits, without spaces and thousands' commas.
fn half(raw: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '−' | 'ー' | '‐' => '-',
        '。' => '.',
        other => other,
    };
    let plain = raw
        .chars()
        .map(half)
        .filter(|c| !c.is_whitespace() && *c != ',');
    plain.collect()
}
