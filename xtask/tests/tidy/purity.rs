//! Words, decisions, rules and reactions cannot fail because of the world: they do not reach it.

use std::path::Path;

use crate::tree::{areas, files, name, production};

const WORLD: [&str; 14] = [
    "sqlx::",
    "axum::",
    "tokio::",
    "reqwest::",
    "object_store::",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    " rand::",
    "Timestamp::now",
    "Zoned::now",
];

/// `use std::{fs, …}` says it in other words.
fn reaches(code: &str, word: &str) -> bool {
    let Some(module) = word.strip_prefix("std::") else {
        return code.contains(word);
    };
    let nested = code
        .split("use std::{")
        .skip(1)
        .filter_map(|rest| rest.split("};").next());
    let mut names = nested.flat_map(|list| list.split([',', '{', '}', ' ', '\n']));
    code.contains(word) || names.any(|n| n.split("::").next() == Some(module))
}

pub fn faults(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for area in areas(root) {
        let src = root.join("areas").join(area).join("src");
        for room in ["words", "decide", "rules", "react"] {
            let mut all = files(&src.join(room), ".rs");
            all.push(src.join(format!("{room}.rs")));
            for path in all {
                let code = production(&path);
                let found = WORLD.iter().filter(|w| reaches(&code, w));
                wrong.extend(found.map(|w| format!("{}: {w}", name(root, &path))));
            }
        }
    }
    wrong
}
