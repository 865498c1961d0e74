//! Every text is there in Japanese and in English, in this order.

use crate::tree::{code, files, name, none, root};

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

#[test]
fn every_text_has_both_languages_japanese_first() {
    let mut wrong = Vec::new();
    for folder in ["base", "areas", "libs", "app"] {
        for path in files(&root().join(folder), ".rs") {
            if path.to_string_lossy().contains("/tests/") {
                continue;
            }
            let code = code(&path);
            for rest in code.split("text!(").skip(1) {
                let Some((ja, en)) = literals(rest) else {
                    continue;
                };
                let swapped = en.chars().any(is_japanese) && !ja.chars().any(is_japanese);
                if ja.trim().is_empty() != en.trim().is_empty() || swapped {
                    wrong.push(format!("{}: {ja:?} / {en:?}", name(&path)));
                }
            }
        }
    }
    none(
        &wrong,
        "texts are Japanese first, English second, neither empty",
    );
}
