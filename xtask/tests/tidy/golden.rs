//! Every event variant ever written has a golden file, so that it can be read for ever.

use std::{collections::BTreeMap, path::Path};

use crate::tree::{areas, code, files, name, read};

/// Names of the variants of enums called `Event` or `…Event`, in snake case.
fn variants(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.trim().strip_prefix("pub enum ") else {
            continue;
        };
        let own = rest.split([' ', '{']).next().unwrap_or_default();
        if !own.ends_with("Event") {
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
    let text = read(path);
    let after = text.split_once("\"type\"")?.1;
    Some(after.split('"').nth(1)?.to_owned())
}

/// How often each word occurs: two aggregates of an area may both have a variant of the same name.
fn counted(words: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    words.for_each(|w| *out.entry(w).or_default() += 1);
    out
}

fn of_crate(root: &Path, dir: &Path) -> Vec<String> {
    let golden = files(&dir.join("tests/it/golden"), ".json");
    let own = name(root, dir);
    let mut wrong: Vec<String> = golden
        .iter()
        .filter(|p| tag(p).is_none())
        .map(|p| format!("{} names no type", name(root, p)))
        .collect();
    let kept = counted(golden.iter().filter_map(|p| tag(p)));
    let sources = files(&dir.join("src"), ".rs");
    let said = counted(sources.iter().flat_map(|p| variants(&code(p))));
    for (variant, times) in &said {
        let files = kept.get(variant).copied().unwrap_or(0);
        if files < *times {
            wrong.push(format!(
                "{own}: {variant} has {files} of {times} files in tests/it/golden/"
            ));
        }
    }
    let gone = kept.keys().filter(|tag| !said.contains_key(*tag));
    wrong
        .extend(gone.map(|tag| format!("{own}: {tag} has a golden file but is no event any more")));
    let tests = files(&dir.join("tests/it"), ".rs");
    let reads = |text: String| {
        text.lines()
            .any(|l| l.contains("golden") && !l.contains("mod golden"))
    };
    if !golden.is_empty() && !tests.iter().any(|p| reads(code(p))) {
        wrong.push(format!("{own}: no test decodes tests/it/golden/"));
    }
    wrong
}

pub fn faults(root: &Path) -> Vec<String> {
    let areas = areas(root)
        .into_iter()
        .map(|area| root.join("areas").join(area));
    areas
        .chain([root.join("base/auth")])
        .flat_map(|dir| of_crate(root, &dir))
        .collect()
}
