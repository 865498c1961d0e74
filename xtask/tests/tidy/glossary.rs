//! One Japanese term, one identifier, and the identifier is really used.

use std::{collections::BTreeSet, path::Path};

use crate::tree::{files, read};

const SEARCHED: [(&str, &str); 8] = [
    ("areas", ".rs"),
    ("base", ".rs"),
    ("libs", ".rs"),
    ("app", ".rs"),
    ("catalog", ".toml"),
    ("catalog", ".cedar"),
    ("areas", ".sql"),
    ("base", ".sql"),
];

pub fn faults(root: &Path) -> Vec<String> {
    let text = read(&root.join("docs/glossary.md"));
    let built = text.split("Not built yet").next().unwrap_or_default();
    let source: String = SEARCHED
        .iter()
        .flat_map(|(folder, ending)| files(&root.join(folder), ending))
        .map(|path| read(&path).to_lowercase())
        .collect();
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for line in built
        .lines()
        .filter(|l| l.starts_with("| ") && l.contains('`'))
    {
        let term = line.split('|').nth(1).unwrap_or_default().trim();
        let identifier = line.split('`').nth(1).unwrap_or_default();
        if !seen.insert(term.to_owned()) {
            wrong.push(format!("{term} stands twice"));
        }
        if !source.contains(identifier) && !source.contains(&identifier.replace('_', "")) {
            wrong.push(format!("{term}: {identifier} is used nowhere"));
        }
    }
    if seen.is_empty() {
        wrong.push("the glossary has no rows".to_owned());
    }
    wrong
}
