//! Every event variant ever written has a golden file, so that it can be read for ever.

use std::{collections::BTreeSet, fs, path::Path};

use crate::tree::{areas, code, files, name, none, root};

/// Names of the variants of enums called `Event` or `…Event`, in snake case.
fn variants(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.trim().strip_prefix("pub enum ") else {
            continue;
        };
        if !rest
            .split([' ', '{'])
            .next()
            .unwrap_or_default()
            .ends_with("Event")
        {
            continue;
        }
        let mut depth = 1_i32;
        for line in lines.by_ref() {
            let text = line.trim();
            let first = text.chars().next().unwrap_or(' ');
            if depth == 1 && first.is_ascii_uppercase() {
                let end = text
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .unwrap_or(text.len());
                out.push(snake(text.get(..end).unwrap_or_default()));
            }
            depth += i32::try_from(text.matches(['{', '(']).count()).unwrap_or(0);
            depth -= i32::try_from(text.matches(['}', ')']).count()).unwrap_or(0);
            if depth <= 0 {
                break;
            }
        }
    }
    out
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.char_indices() {
        if c.is_ascii_uppercase() && at > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn tag(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let after = text.split_once("\"type\"")?.1;
    Some(after.split('"').nth(1)?.to_owned())
}

#[test]
fn every_event_variant_has_a_golden_file() {
    let mut wrong = Vec::new();
    for area in areas() {
        let dir = root().join("areas").join(&area);
        let golden = files(&dir.join("tests/it/golden"), ".json");
        let tags: BTreeSet<String> = golden.iter().filter_map(|p| tag(p)).collect();
        let sources = files(&dir.join("src"), ".rs");
        for source in sources.iter().filter(|p| name(p).contains("decide")) {
            let missing = variants(&code(source))
                .into_iter()
                .filter(|v| !tags.contains(v));
            wrong.extend(missing.map(|v| format!("{area}: {v} ({})", name(source))));
        }
    }
    none(&wrong, "event variants without a file in tests/it/golden/");
}
