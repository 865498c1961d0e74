//! One Japanese term, one identifier, and the identifier is really used.

use std::{collections::BTreeSet, fs};

use crate::tree::{files, none, root};

#[test]
fn every_identifier_of_the_glossary_is_used() {
    let text = fs::read_to_string(root().join("docs/glossary.md")).unwrap_or_default();
    let built = text.split("Not built yet").next().unwrap_or_default();
    let mut source = String::new();
    for (folder, ending) in [
        ("areas", ".rs"),
        ("base", ".rs"),
        ("libs", ".rs"),
        ("app", ".rs"),
        ("catalog", ".toml"),
        ("catalog", ".cedar"),
        ("areas", ".sql"),
        ("base", ".sql"),
    ] {
        for path in files(&root().join(folder), ending) {
            source.push_str(&fs::read_to_string(path).unwrap_or_default().to_lowercase());
        }
    }
    let (mut wrong, mut seen, mut rows) = (Vec::new(), BTreeSet::new(), 0);
    for line in built
        .lines()
        .filter(|l| l.starts_with("| ") && l.contains('`'))
    {
        let term = line.split('|').nth(1).unwrap_or_default().trim();
        let identifier = line.split('`').nth(1).unwrap_or_default();
        rows += 1;
        if !seen.insert(term.to_owned()) {
            wrong.push(format!("{term} stands twice"));
        }
        if !source.contains(identifier) && !source.contains(&identifier.replace('_', "")) {
            wrong.push(format!("{term}: {identifier} is used nowhere"));
        }
    }
    assert!(rows >= 60, "the glossary has {rows} rows");
    none(&wrong, "docs/glossary.md");
}
