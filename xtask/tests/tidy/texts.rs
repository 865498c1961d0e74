//! Every text is there in Japanese and in English, in this order.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::tree;

/// The Japanese and the English literal of a `text!` call, in its short or its long form.
fn literals(rest: &str) -> Option<(String, String)> {
    let start = rest.find(|c: char| !c.is_whitespace())?;
    let long = rest.get(start..)?.starts_with('(');
    let (mut out, mut depth, mut chars) = (Vec::new(), 0, rest.chars());
    while out.len() < 2 {
        match chars.next()? {
            '(' => depth += 1,
            ')' if depth == 0 => return None,
            ')' => depth -= 1,
            '"' => {
                let text = literal(&mut chars)?;
                out.push(text);
                // the arguments of the first half do not count
                while long && out.len() == 1 && depth > 0 {
                    match chars.next()? {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        '"' => drop(literal(&mut chars)?),
                        _ => {}
                    }
                }
            }
            // a name instead of a literal
            c if c.is_alphanumeric() => return None,
            _ => {}
        }
    }
    let en = out.pop()?;
    Some((out.pop()?, en))
}

/// What follows an opening quote.
fn literal(chars: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '\\' => text.extend(chars.next()),
            '"' => return Some(text),
            c => text.push(c),
        }
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// Texts in code that lack a language or have them the wrong way round.
pub fn code(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let shown = |path: &PathBuf| !path.to_string_lossy().contains("/tests/");
    for path in tree::sources(root).into_iter().filter(shown) {
        let code = tree::code(&path);
        for rest in code.split("text!(").skip(1) {
            let Some((ja, en)) = literals(rest) else {
                continue;
            };
            let swapped = en.chars().any(is_japanese) && !ja.chars().any(is_japanese);
            if ja.trim().is_empty() != en.trim().is_empty() || swapped {
                wrong.push(format!("{}: {ja:?} / {en:?}", tree::name(root, &path)));
            }
        }
    }
    wrong
}

/// Tables of the catalogue that say something in one language only.
pub fn labels(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in tree::files(&root.join("catalog"), ".toml") {
        let own = tree::name(root, &path);
        match tree::read(&path).parse::<Table>() {
            Ok(table) => halves(&Value::Table(table), &own, &mut wrong),
            Err(error) => wrong.push(format!("{own}: {error}")),
        }
    }
    wrong
}

fn halves(value: &Value, place: &str, wrong: &mut Vec<String>) {
    let said = |table: &Table, lang: &str| {
        let text = table.get(lang).and_then(Value::as_str);
        text.is_some_and(|t| !t.trim().is_empty())
    };
    match value {
        Value::Table(table) => {
            let either = table.contains_key("ja") || table.contains_key("en");
            if either && !(said(table, "ja") && said(table, "en")) {
                wrong.push(format!("{place}: Japanese or English is missing"));
            }
            for (key, inner) in table {
                halves(inner, &format!("{place} {key}"), wrong);
            }
        }
        Value::Array(list) => list.iter().for_each(|v| halves(v, place, wrong)),
        _ => {}
    }
}
