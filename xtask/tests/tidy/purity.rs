//! Words, decisions, rules and reactions cannot fail because of the world: they do not reach it.

use crate::tree::{areas, code, files, name, none, root};

const WORLD: [&str; 13] = [
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
];

#[test]
fn rooms_two_to_five_are_pure() {
    let mut wrong = Vec::new();
    for area in areas() {
        let src = root().join("areas").join(area).join("src");
        for room in ["words", "decide", "rules", "react"] {
            let mut all = files(&src.join(room), ".rs");
            all.push(src.join(format!("{room}.rs")));
            for path in all {
                let code = code(&path);
                let own = code.split("#[cfg(test)]").next().unwrap_or_default();
                let found = WORLD.iter().filter(|w| own.contains(**w));
                wrong.extend(found.map(|w| format!("{}: {w}", name(&path))));
            }
        }
    }
    none(&wrong, "rooms 2 to 5 are pure (ARCHITECTURE.md)");
}
